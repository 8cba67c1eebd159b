namespace HmacKit.AspNetCore;

/// <summary>
/// How an application meets and answers requests with API keys, for <c>RequireApiKey</c> and <c>AddApiKey</c> alike, by their name;
/// <c>ApiKey</c> where none is said. How keys are written and kept belongs to <c>AddApiKeys</c> of the registration.
/// </summary>
public sealed class ApiKeyOptions : GateOptions<ApiKeyResult>
{
    internal const string DefaultName = "ApiKey";

    private const string Authorization = "Authorization";

    /// <summary>
    /// The header with the key: <c>Authorization</c> (the default) for <c>Bearer osk_…</c> (RFC 6750 section 2.1), or one of
    /// its own such as <c>X-API-Key</c>, whose whole value is the key.
    /// </summary>
    public string Header { get; set; } = Authorization;

    /// <summary>
    /// True while only keys with <see cref="KeyIdentity.IsCanary"/> are let in under this name. It may be changed at any time; false by default.
    /// <see cref="ApiKeyVerifier.CanaryOnly"/> is the same for all names.
    /// </summary>
    public bool CanaryOnly { get; set; }

    /// <summary>
    /// Which keys are this API's, where one host has several: a key for which it says no is as good as unknown. Null, the default,
    /// for all of them. It is asked after the key was verified.
    /// </summary>
    public Func<KeyIdentity, bool>? Accepts { get; set; }

    /// <summary>What comes of a key here, after what came of it.</summary>
    internal ApiKeyResult Judge(in ApiKeyResult result) =>
        result.Identity is not { } key ? result
        : Accepts?.Invoke(key) == false || (Environment is not null && !KeyIdentity.IsOfEnvironment(key.KeyId, Environment)) ? result.Refused(ApiKeyStatus.UnknownKey)
        : result.IsValid && CanaryOnly && !key.IsCanary ? result.Refused(ApiKeyStatus.CanaryOnly)
        : result;

    internal bool IsBearer => Header.Equals(Authorization, StringComparison.OrdinalIgnoreCase);
}
