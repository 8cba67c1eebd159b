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
        (SignedParts.Status, "the status code"),
        (SignedParts.Custom, "what the scheme's own parts write"),
    ];

    /// <summary>The message template on one line: its line breaks as <c>\n</c>.</summary>
    public static string Message(SignatureScheme scheme) =>
        scheme.IsToken ? "(none: the secret itself)" : Visible(scheme.Message);

    /// <summary>What an answer has from its request: its own values are those of one name in both that the answer doesn't carry.</summary>
    public static string OfRequest(SignatureScheme answers) => string.Join(", ", answers.Values
        .Where(value => !value.Value.IsConfigured && answers.AnswersTo!.Values.ContainsKey(value.Key)
            && !answers.Carriers.Any(carrier => carrier.Format.Template.Contains($"{{{value.Key}}}", StringComparison.Ordinal)))
        .Select(static value => value.Key).Prepend("nonce").Prepend("id").Prepend("time")) + " and key id";

    private static readonly string[] Repetitions = [" (list, ", " (parameters in", " (optional)"];

    /// <summary>A template on one line.</summary>
    public static string Visible(string template) =>
        template.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);

    /// <summary>How often the header's template may occur; empty if just once.</summary>
    public static string Repetition(HeaderFormat format) => format.ToString()[Notation(format).Length..].TrimStart();

    /// <summary>How a carrier is written, without how often.</summary>
    public static string Notation(HeaderFormat format)
    {
        string text = format.ToString();
        int end = Repetitions.Select(word => text.IndexOf(word, StringComparison.Ordinal)).Where(static at => at >= 0).DefaultIfEmpty(text.Length).Min();
        return text[..end];
    }

    /// <summary>What carries the signature: the name of a header, or the place.</summary>
    public static string SignatureHeader(SignatureScheme scheme) => Place(scheme.Carriers.First(static carrier => carrier.HasSignature));

    /// <summary>The name of a header, or place and name of another carrier.</summary>
    public static string Place(SchemeCarrier carrier) => carrier.Kind == CarrierKind.Header ? carrier.Name : $"{carrier.Kind}[{carrier.Name}]";

    /// <summary>Where a value of the scheme's own comes from.</summary>
    public static string Value(SchemeValue value) => (value.IsConfigured ? value.IsSecret ? "a second secret, configured" : "configured" : "carried")
        + (value.Default is { } text ? $"; '{text}' by default" : "");

    /// <summary>What kind of place a carrier is.</summary>
    public static string Kind(SchemeCarrier carrier) => carrier.Kind switch
    {
        CarrierKind.Header => "Header",
        CarrierKind.Query => "Query parameter",
        CarrierKind.Form => "Form field",
        CarrierKind.Json => "JSON member",
        CarrierKind.Xml => "XML member",
        CarrierKind.PathSegment => "Path segment",
        _ => "Cookie",
    };

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
        TimestampFormat.IsoWithoutOffset or TimestampFormat.IsoWithoutOffsetFraction => "ISO 8601 in UTC without an offset",
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
        (ReplayRule.None, null) => "not prevented: anyone who has seen a request can send it again at any time",
        (ReplayRule.None, _) => "not prevented within the window: anyone who has seen a request can send it again until then",
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
