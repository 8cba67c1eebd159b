using System.Globalization;

namespace HmacKit.Cli;

/// <summary>What to look at when a request is rejected: one line for each status.</summary>
internal static class StatusAdvice
{
    /// <summary>The line.</summary>
    /// <param name="status">A status other than valid.</param>
    /// <param name="scheme">The scheme.</param>
    /// <param name="request">The request.</param>
    /// <param name="now">The time that it was checked against.</param>
    /// <param name="maxBodyBytes">The limit that it was checked against.</param>
    public static string For(VerificationStatus status, SignatureScheme scheme, RawRequest request, DateTimeOffset now, int maxBodyBytes) => status switch
    {
        VerificationStatus.MissingHeader =>
            $"Not there: {string.Join(", ", scheme.Headers.Where(header => request.GetHeader(header.Name).IsMissing).Select(static header => header.Name))}. Is the scheme right, and did the capture keep all headers?",
        VerificationStatus.MalformedHeader => Malformed(scheme, request),
        VerificationStatus.TimestampTooOld =>
            $"Signed more than {Window(scheme.Freshness?.MaxAge)} before {Text(now)}, the time it was checked against. For a request captured earlier, say when with --now; else compare the clocks.",
        VerificationStatus.TimestampInFuture =>
            $"Signed more than {Window(scheme.Freshness?.MaxSkew)} after {Text(now)}, the time it was checked against. Compare the clocks, or say the time of the capture with --now.",
        VerificationStatus.UnknownKey => "The request names another key than --key-id; without --key-id, whichever key it names is taken.",
        VerificationStatus.KeyExpired => "The key isn't accepted at this time.",
        VerificationStatus.KeyDisabled => "The key is switched off.",
        VerificationStatus.BodyTooLarge => $"The body is over {maxBodyBytes} bytes; --max-body raises the limit.",
        VerificationStatus.BodyAlreadyRead => "The body was read before the verification.",
        VerificationStatus.MalformedRequestLine => "The method isn't in upper case, or the target isn't a path with its query (an absolute one, one with a #, or one over 16 KiB).",
        VerificationStatus.SignatureMismatch => Mismatch(scheme, request),
        VerificationStatus.Replayed => "It is genuine, but was used before.",
        VerificationStatus.ReplayStoreUnavailable => "It couldn't be found out whether it was used before.",
        VerificationStatus.KeySourceUnavailable => "The key couldn't be looked up.",
        _ => "Nothing was verified.",
    };

    private static string Malformed(SignatureScheme scheme, RawRequest request)
    {
        string[] repeated = [.. scheme.Headers.Where(header => request.GetHeader(header.Name).IsRepeated).Select(static header => header.Name)];
        return repeated.Length > 0
            ? $"More than once there: {string.Join(", ", repeated)}."
            : $"Not as the scheme writes it, or headers that disagree: {string.Join("; ", scheme.Headers.Select(static header => $"{header.Name}: {header.Format}"))}."
                + (scheme.Freshness is { } rule ? $" The time is {SchemeWords.Format(rule.Format)}." : "");
    }

    private static string Mismatch(SignatureScheme scheme, RawRequest request)
    {
        bool mayBeEdited = request.Body.Span.EndsWith((byte)'\n') && request.GetHeader("Content-Length").IsMissing
            && request.GetHeader("Transfer-Encoding").IsMissing;
        string body = mayBeEdited
            ? "The body ends with a line break and no Content-Length says so: did an editor add it?"
            : $"Are the secret ({scheme.SecretFormat}) and all that is signed ({string.Join(", ", SchemeWords.Signs(scheme))}) byte for byte as the sender had them?";
        return body + " 'hmackit message' shows what is signed.";
    }

    private static string Window(TimeSpan? window) => string.Create(CultureInfo.InvariantCulture, $"{window?.TotalSeconds:0.###} s");

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
