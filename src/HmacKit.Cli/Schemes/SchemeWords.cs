using System.Globalization;

namespace HmacKit.Cli;

/// <summary>What a definition says, in words: the same ones on the screen, in the docs and in the README.</summary>
internal static class SchemeWords
{
    private static readonly (SignedParts Part, string Name)[] Parts =
    [
        (SignedParts.Method, "method"),
        (SignedParts.Path, "path"),
        (SignedParts.Query, "query"),
        (SignedParts.Body, "body"),
        (SignedParts.Time, "time"),
        (SignedParts.Id, "id"),
        (SignedParts.Nonce, "nonce"),
        (SignedParts.KeyId, "key id"),
        (SignedParts.Headers, "headers that the message names"),
        (SignedParts.Origin, "scheme, host or port"),
        (SignedParts.Fields, "the parameters and fields that the message names"),
        (SignedParts.Expiry, "the end"),
        (SignedParts.Values, "the scheme's own values"),
        (SignedParts.Custom, "what the scheme's own parts write"),
    ];

    /// <summary>The message template on one line: its line breaks as <c>\n</c>.</summary>
    public static string Message(SignatureScheme scheme) =>
        scheme.Message.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);

    /// <summary>How often the header's template may occur; empty if just once.</summary>
    public static string Repetition(HeaderFormat format) => format.ToString()[format.Template.Length..].TrimStart();

    /// <summary>The header that carries the signature.</summary>
    public static string SignatureHeader(SignatureScheme scheme) =>
        scheme.Headers.First(static header => header.Format.Template.Contains("{signature:", StringComparison.Ordinal)).Name;

    /// <summary>The window in short, such as <c>300 s</c>.</summary>
    public static string Window(SignatureScheme scheme) => scheme.Freshness switch
    {
        null => "none",
        { } rule when rule.MaxAge == rule.MaxSkew => Seconds(rule.MaxAge),
        { } rule => $"{Seconds(rule.MaxAge)} back, {Seconds(rule.MaxSkew)} ahead",
    };

    /// <summary>The window, and how the time is written.</summary>
    public static string WindowAndFormat(SignatureScheme scheme) => scheme.Freshness is { } rule
        ? $"{Window(scheme)}{(rule.MaxAge == rule.MaxSkew ? " back and ahead" : "")}; the time is {Format(rule.Format)}"
        : "none";

    public static string Format(TimestampFormat format) => format switch
    {
        TimestampFormat.UnixSeconds => "in Unix seconds",
        TimestampFormat.UnixMilliseconds => "in Unix milliseconds",
        TimestampFormat.Rfc3339 or TimestampFormat.Rfc3339Seconds => "RFC 3339",
        TimestampFormat.UnixSecondsWithFraction => "in Unix seconds with a fraction",
        TimestampFormat.IsoWithoutOffset => "ISO 8601 in UTC without an offset",
        TimestampFormat.IsoBasic or TimestampFormat.IsoCompact => "ISO 8601 in its basic form",
        TimestampFormat.Rfc5322 => "an RFC 5322 date",
        _ => "an HTTP date",
    };

    /// <summary>The replay rule in a word.</summary>
    public static string Replay(SignatureScheme scheme) => scheme.Replay switch
    {
        ReplayRule.None => "none",
        ReplayRule.ById => "by id",
        ReplayRule.ByNonce => "by nonce",
        _ => "by signature",
    };

    /// <summary>What keeps a captured request from being sent again.</summary>
    public static string ReplayInFull(SignatureScheme scheme) => (scheme.Replay, scheme.Freshness) switch
    {
        (ReplayRule.None, null) => "not prevented: whoever has seen a request can send it again at any time",
        (ReplayRule.None, _) => "not prevented within the window: whoever has seen a request can send it again until then",
        (ReplayRule.ById, _) => "by id: each signed id is accepted once",
        (ReplayRule.ByNonce, _) => "by nonce: each signed nonce is accepted once",
        _ => "by signature: each signature is accepted once",
    };

    /// <summary>The names of what the signature covers.</summary>
    public static IEnumerable<string> Signs(SignatureScheme scheme) =>
        Parts.Where(part => scheme.Covers.HasFlag(part.Part)).Select(static part => part.Name);

    /// <summary>The names of what can be changed on the way without the signature telling.</summary>
    public static IEnumerable<string> NotSigned(SignatureScheme scheme)
    {
        ReadOnlySpan<(SignedParts Part, string Name)> requestParts = Parts.AsSpan(0, 4);
        var names = new List<string>();
        foreach ((SignedParts part, string name) in requestParts)
        {
            if (!scheme.Covers.HasFlag(part))
            {
                names.Add(name);
            }
        }

        names.Add(scheme.Covers.HasFlag(SignedParts.Headers) ? "all other headers" : "other headers");
        return names;
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
