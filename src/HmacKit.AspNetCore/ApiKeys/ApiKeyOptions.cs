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

    internal bool IsBearer => Header.Equals(Authorization, StringComparison.OrdinalIgnoreCase);
}
