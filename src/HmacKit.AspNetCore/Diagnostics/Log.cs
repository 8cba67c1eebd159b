using Microsoft.Extensions.Logging;

namespace HmacKit.AspNetCore;

/// <summary>All log entries of the package. None has a secret, a signature or a body.</summary>
internal static partial class Log
{
    public const string Category = "HmacKit.AspNetCore";

    [LoggerMessage(1, LogLevel.Information, "Scheme {Scheme} refused {Method} {Path}: {Status}.")]
    public static partial void Refused(ILogger logger, string scheme, string method, string path, VerificationStatus status);

    [LoggerMessage(2, LogLevel.Debug, "Scheme {Scheme} verified {Method} {Path} with key id '{KeyId}'.")]
    public static partial void Verified(ILogger logger, string scheme, string method, string path, string? keyId);

    [LoggerMessage(3, LogLevel.Information, "Scheme {Scheme}: key id '{KeyId}' still signs with an older key ({Label}), which is accepted until {Expires}.")]
    public static partial void OlderKey(ILogger logger, string scheme, string? keyId, string? label, DateTimeOffset? expires);

    [LoggerMessage(4, LogLevel.Error, "Scheme {Scheme}: the replay store can't answer or is full, so genuine requests are refused with 503.")]
    public static partial void ReplayStoreUnavailable(ILogger logger, string scheme);

    [LoggerMessage(5, LogLevel.Warning, "PathBase is '{PathBase}' while a signed endpoint is in use: HmacKit verifies the raw target as the server received it. If a proxy changes the path, set SignatureOptions.PublicPathPrefix of scheme {Scheme}.")]
    public static partial void PathBaseInUse(ILogger logger, string pathBase, string scheme);

    [LoggerMessage(7, LogLevel.Warning, "A request came with X-Forwarded-Prefix '{Prefix}' and a signature that doesn't fit its path. If a proxy takes that prefix off, set SignatureOptions.PublicPathPrefix of scheme {Scheme}.")]
    public static partial void ForwardedPrefix(ILogger logger, string prefix, string scheme);

    [LoggerMessage(8, LogLevel.Information, "Scheme {Scheme}: the body of {Method} {Path} couldn't be read ({Reason}).")]
    public static partial void NotRead(ILogger logger, string scheme, string method, string path, RefusalReason reason);

    [LoggerMessage(9, LogLevel.Information, "Scheme {Scheme} forbids {Method} {Path} to key id '{KeyId}', which lacks the scope.")]
    public static partial void Forbidden(ILogger logger, string scheme, string method, string path, string? keyId);

    [LoggerMessage(10, LogLevel.Information, "API key refused for {Method} {Path}: {Status}, key id '{KeyId}'.")]
    public static partial void ApiKeyRefused(ILogger logger, string method, string path, ApiKeyStatus status, string? keyId);

    [LoggerMessage(11, LogLevel.Debug, "API key '{KeyId}' verified for {Method} {Path}.")]
    public static partial void ApiKeyVerified(ILogger logger, string method, string path, string? keyId);

    [LoggerMessage(12, LogLevel.Information, "API key '{KeyId}' still comes with an older secret, which is accepted until {Expires}.")]
    public static partial void OlderApiKey(ILogger logger, string? keyId, DateTimeOffset expires);

    [LoggerMessage(6, LogLevel.Error, "Webhook {Name}: the handler failed for event '{EventId}'.")]
    public static partial void WebhookFailed(ILogger logger, Exception exception, string name, string? eventId);
}
