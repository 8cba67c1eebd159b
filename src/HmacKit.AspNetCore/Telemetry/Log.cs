using Microsoft.Extensions.Logging;

namespace HmacKit.AspNetCore;

/// <summary>All log entries of the package. None has a secret, a signature or a body.</summary>
internal static partial class Log
{
    public const string Category = "HmacKit.AspNetCore";

    [LoggerMessage(2001, LogLevel.Information, "Scheme {Scheme} refused {Method} {Path}: {Status}.")]
    public static partial void Refused(ILogger logger, string scheme, string method, string path, VerificationStatus status);

    [LoggerMessage(2002, LogLevel.Debug, "Scheme {Scheme} verified {Method} {Path} with key id '{KeyId}'.")]
    public static partial void Verified(ILogger logger, string scheme, string method, string path, string? keyId);

    [LoggerMessage(2003, LogLevel.Information, "Scheme {Scheme}: key id '{KeyId}' still signs with an older key ({Label}), which is accepted until {Expires}.")]
    public static partial void OlderKey(ILogger logger, string scheme, string? keyId, string? label, DateTimeOffset? expires);

    [LoggerMessage(2004, LogLevel.Error, "Scheme {Scheme}: the replay store can't answer or is full, so genuine requests are refused with 503.")]
    public static partial void ReplayStoreUnavailable(ILogger logger, string scheme);

    [LoggerMessage(2005, LogLevel.Warning, "PathBase is '{PathBase}' while a signed endpoint is in use: HmacKit verifies the raw target as the server received it. If a proxy changes the path, set SignatureOptions.PublicPathPrefix of scheme {Scheme}.")]
    public static partial void PathBaseInUse(ILogger logger, string pathBase, string scheme);

    [LoggerMessage(2007, LogLevel.Warning, "A request came with X-Forwarded-Prefix '{Prefix}' and a signature that doesn't fit its path. If a proxy takes that prefix off, set SignatureOptions.PublicPathPrefix of scheme {Scheme}.")]
    public static partial void ForwardedPrefix(ILogger logger, string prefix, string scheme);

    [LoggerMessage(2006, LogLevel.Warning, "Scheme {Scheme}: the body of {Method} {Path} was read before the verification, so the request is refused, and so is every other one of its kind. Put the middleware that reads it behind the verification, or let it rewind the body: docs/aspnetcore.md has the order.")]
    public static partial void BodyAlreadyRead(ILogger logger, string scheme, string method, string path);

    [LoggerMessage(2013, LogLevel.Error, "Scheme {Scheme}: genuine requests are refused with 503.")]
    public static partial void NotSpooled(ILogger logger, Exception exception, string scheme);

    [LoggerMessage(2017, LogLevel.Warning, "Bodies in temporary files have reached a bound ({MaxFiles} files, {MaxBytes} bytes), so the next ones are refused with 503 until there is room. If these are genuine, raise BodySpoolOptions.")]
    public static partial void SpoolFull(ILogger logger, int maxFiles, long maxBytes);

    [LoggerMessage(2018, LogLevel.Information, "Scheme {Scheme}: a request carried nothing of what signs it ({Carriers}). If a client does sign and this was its request, something on the way has taken that out: let the proxies, gateways and load balancers before this host pass it on. This is said once.")]
    public static partial void NothingCarried(ILogger logger, string scheme, string carriers);

    [LoggerMessage(2019, LogLevel.Warning, "Scheme {Scheme}: a request came without {Missing}, but with the rest of {Carriers}. The client has to send all of them, by these names; if it does, a proxy, gateway or load balancer before this host takes some out and has to pass them on.{Underscores} This is said once.")]
    public static partial void PartlyCarried(ILogger logger, string scheme, string missing, string carriers, string underscores);

    [LoggerMessage(2008, LogLevel.Information, "Scheme {Scheme}: the body of {Method} {Path} couldn't be read ({Reason}).")]
    public static partial void NotRead(ILogger logger, string scheme, string method, string path, RefusalReason reason);

    [LoggerMessage(2009, LogLevel.Information, "{Scheme} forbids {Method} {Path} to key id '{KeyId}', which lacks the scope.")]
    public static partial void Forbidden(ILogger logger, string scheme, string method, string path, string? keyId);

    [LoggerMessage(2010, LogLevel.Information, "API key refused for {Method} {Path}: {Status}, key id '{KeyId}'.")]
    public static partial void ApiKeyRefused(ILogger logger, string method, string path, ApiKeyStatus status, string? keyId);

    [LoggerMessage(2011, LogLevel.Debug, "API key '{KeyId}' verified for {Method} {Path}.")]
    public static partial void ApiKeyVerified(ILogger logger, string method, string path, string? keyId);

    [LoggerMessage(2012, LogLevel.Information, "API key '{KeyId}' still comes with an older secret, which is accepted until {Expires}.")]
    public static partial void OlderApiKey(ILogger logger, string? keyId, DateTimeOffset expires);

    [LoggerMessage(2016, LogLevel.Information, "User token of {Name} refused for {Method} {Path}.")]
    public static partial void UserTokenRefused(ILogger logger, string name, string method, string path);

    [LoggerMessage(2014, LogLevel.Information, "Scheme {Scheme}: why it was refused ({Causes}): {Advice}")]
    public static partial void Explained(ILogger logger, string scheme, string causes, string advice);

    [LoggerMessage(2015, LogLevel.Debug, "Scheme {Scheme}: the refusal couldn't be explained.")]
    public static partial void NotExplained(ILogger logger, Exception exception, string scheme);

    [LoggerMessage(2021, LogLevel.Information, "Limit '{Limit}' refused {Method} {Path} ({Status}) for {Caller}.")]
    private static partial void Limited(ILogger logger, LimitStatus status, string limit, string method, string path, string caller);

    public static void Limited(ILogger logger, LimitStatus status, BucketLimit? limit, string method, string path, string caller) =>
        Limited(logger, status, limit?.Name ?? "none", method, path, caller);

    [LoggerMessage(2022, LogLevel.Error, "There is no tier or policy '{Tier}' for {Caller}, so the request is refused with 503. Define it in LimitTiers, or set LimitTiers.FallbackTier.")]
    public static partial void UnknownTier(ILogger logger, string caller, string? tier);

    [LoggerMessage(2023, LogLevel.Error, "The store of token buckets failed, so the request is refused with 503.")]
    public static partial void LimitStoreFailed(ILogger logger, Exception exception);

    [LoggerMessage(2031, LogLevel.Warning, "Webhook {Scheme}: the handler failed for event '{EventId}' at attempt {Attempt}, and is called again.")]
    public static partial void WebhookFailed(ILogger logger, Exception exception, string scheme, string? eventId, int attempt);

    [LoggerMessage(2032, LogLevel.Error, "Webhook {Scheme}: the handler failed for event '{EventId}' at attempt {Attempt}, which was the last. It is handled if it comes again to this process.")]
    public static partial void WebhookGivenUp(ILogger logger, Exception exception, string scheme, string? eventId, int attempt);

    [LoggerMessage(2033, LogLevel.Information, "Webhook {Scheme}: event '{EventId}' came again and is answered as before.")]
    public static partial void WebhookRepeated(ILogger logger, string scheme, string? eventId);

    [LoggerMessage(2034, LogLevel.Warning, "Webhook {Scheme}: the queue is full, so the senders of {Count} events were told to come again.")]
    public static partial void WebhookQueueFull(ILogger logger, string scheme, int count);

    [LoggerMessage(2035, LogLevel.Error, "Webhook {Scheme}: the host's time to stop is over; {Count} event(s) are lost.")]
    public static partial void WebhooksLost(ILogger logger, string scheme, int count);

    [LoggerMessage(2036, LogLevel.Error, "Webhook {Scheme}: OnGivenUp failed for event '{EventId}'.")]
    public static partial void WebhookGivenUpFailed(ILogger logger, Exception exception, string scheme, string? eventId);

    [LoggerMessage(2038, LogLevel.Warning, "Webhook {Scheme}: a signed request of key '{KeyId}' isn't the JSON that it should be, or doesn't name its event in one way; answered 400.")]
    public static partial void WebhookMalformed(ILogger logger, string scheme, string? keyId);

    [LoggerMessage(2039, LogLevel.Information, "Webhook {Scheme}: an event of type '{Type}', which nobody handles, is answered 200.")]
    public static partial void WebhookOfUnknownType(ILogger logger, string scheme, string type);

    [LoggerMessage(2037, LogLevel.Error, "Webhook {Scheme}: the replay store failed, so the sender is told to come again.")]
    public static partial void WebhookStoreFailed(ILogger logger, Exception exception, string scheme);

    [LoggerMessage(2901, LogLevel.Warning, "{Scheme} refused {Method} {Path} because it came over plain HTTP. Anyone who heard it knows the key or token that it may carry. Behind a proxy call UseForwardedHeaders, which trusts that proxy alone, before.")]
    public static partial void PlainHttp(ILogger logger, string scheme, string method, string path);

    [LoggerMessage(2902, LogLevel.Warning, "Keys and tokens are taken over plain HTTP, where anyone who listens can read and use them: {Addresses} serves {Endpoints}. Call RequireHttps() of the registration, or listen on loopback alone.")]
    public static partial void TakesKeysInTheClear(ILogger logger, string addresses, string endpoints);

    [LoggerMessage(2903, LogLevel.Information, "Key '{KeyId}' was {Change} by {Owner}.")]
    public static partial void KeyChanged(ILogger logger, string change, string keyId, string owner);
}
