using Microsoft.Extensions.Http;

namespace HmacKit.Http;

/// <summary>Keeps headers out of the log entries that IHttpClientFactory makes.</summary>
internal static class LoggedHeaders
{
    /// <summary>Redacts further headers beside those that are redacted already; naming others later doesn't undo it.</summary>
    public static void Redact(HttpClientFactoryOptions options, Func<string, bool> isRedacted)
    {
        Func<string, bool> others = options.ShouldRedactHeaderValue;
        options.ShouldRedactHeaderValue = header => isRedacted(header) || others(header);
    }

    /// <summary>Whether a header belongs to the scheme; everything does while the scheme isn't known.</summary>
    public static bool IsOf(SignatureScheme? scheme, string header) =>
        scheme is null || scheme.Headers.Any(item => item.Name.Equals(header, StringComparison.OrdinalIgnoreCase));
}
