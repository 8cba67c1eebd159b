using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace HmacKit.AspNetCore;

/// <summary>
/// Settings of API keys on requests, for <c>AddApiKey</c> and <c>RequireApiKey</c> alike. How keys are written and kept
/// belongs to <c>AddApiKeys</c> of the registration.
/// </summary>
public sealed class ApiKeyAuthenticationOptions : AuthenticationSchemeOptions
{
    /// <summary>The name where none is said: <c>ApiKey</c>.</summary>
    public const string DefaultName = "ApiKey";

    /// <summary>The default of <see cref="Header"/>: <c>Authorization</c>.</summary>
    public const string DefaultHeader = "Authorization";

    /// <summary>
    /// The header with the key: <c>Authorization</c> (the default) for <c>Bearer osk_…</c> (RFC 6750 section 2.1), or one of
    /// its own such as <c>X-API-Key</c>, whose whole value is the key.
    /// </summary>
    public string Header { get; set; } = DefaultHeader;

    /// <summary>What a refused caller is told; problem details that say nothing but the status by default.</summary>
    public RefusalAnswer Answer { get; set; } = RefusalAnswer.Problem;

    /// <summary>Called when a key was verified, before the handler runs. Throwing ends the request with an error.</summary>
    public Func<HttpContext, ApiKeyResult, ValueTask>? OnVerified { get; set; }

    /// <summary>Called when a key was refused, before the answer is written: for alarms and counters of your own.</summary>
    public Func<HttpContext, ApiKeyResult, ValueTask>? OnRefused { get; set; }

    internal bool IsBearer => Header.Equals(DefaultHeader, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        ArgumentException.ThrowIfNullOrWhiteSpace(Header);
        ArgumentNullException.ThrowIfNull(Answer);
    }
}
