namespace Providers.OneRing;

/// <summary>The codes of OneRing's errors that API keys come to.</summary>
internal static class OneRingErrorCodes
{
    /// <summary>The key doesn't exist, is wrong or isn't accepted: one code for all, with 401.</summary>
    public const string InvalidKey = "INVALID_KEY";

    /// <summary>The key lacks the scope, with 403.</summary>
    public const string InsufficientScope = "INSUFFICIENT_SCOPE";

    /// <summary>Only chosen keys are let in at present, with 403.</summary>
    public const string CanaryOnlyMode = "CANARY_ONLY_MODE";

    /// <summary>The server's own trouble, with 500 or 503.</summary>
    public const string InternalError = "INTERNAL_ERROR";
}
