namespace HmacKit;

/// <summary>What a caller may be told of a refusal, in the words of the OneRing API: see <c>docs/keys.md</c> for the statuses that go with them.</summary>
public static class ApiKeyErrorCodes
{
    /// <summary>The key doesn't exist, is wrong or isn't accepted: one code for all, with 401.</summary>
    public const string InvalidKey = "INVALID_KEY";

    /// <summary>The key lacks the scope, with 403.</summary>
    public const string InsufficientScope = "INSUFFICIENT_SCOPE";

    /// <summary>Only chosen keys are let in at present, with 403.</summary>
    public const string CanaryOnlyMode = "CANARY_ONLY_MODE";

    /// <summary>The server's own trouble, with 503.</summary>
    public const string InternalError = "INTERNAL_ERROR";

    /// <summary>The code for a status; null for <see cref="ApiKeyStatus.Valid"/>.</summary>
    public static string? For(ApiKeyStatus status) => status switch
    {
        ApiKeyStatus.Valid => null,
        ApiKeyStatus.InsufficientScope => InsufficientScope,
        ApiKeyStatus.CanaryOnly => CanaryOnlyMode,
        ApiKeyStatus.StoreUnavailable => InternalError,
        _ => InvalidKey,
    };
}
