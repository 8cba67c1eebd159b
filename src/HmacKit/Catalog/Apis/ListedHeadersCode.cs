using System.Globalization;

namespace HmacKit;

/// <summary>
/// HTTP Signatures of draft-cavage-12 and Kong's own kind of them: a list of headers, among them the request line under one of its names, and a time that
/// is a header's or, in the draft, a parameter of the signature.
/// </summary>
/// <param name="lead">What the header begins with.</param>
/// <param name="keyName">The parameter that names the key.</param>
/// <param name="headers">The headers of which the first that is there carries the signature.</param>
/// <param name="algorithms">The names of the one algorithm.</param>
/// <param name="needsDigest">Whether a body must be covered by a digest that is listed.</param>
internal sealed class ListedHeadersCode(string lead, string keyName, string[] headers, string[] algorithms, bool needsDigest) : SchemeCode
{
    private const int MaxNames = 64;

    private static readonly string[] RequestLines = ["(request-target)", "request-line", "@request-target"];

    private static readonly string[] DateHeaders = ["x-date", "date"];

    protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
    {
        RequestSource request = input.Request;
        if (headers.FirstOrDefault(name => !request.GetHeader(name).IsMissing) is not { } carrier)
        {
            return ClaimOutcome.Missing;
        }

        if (input.Find(CarrierKind.Header, carrier, out string text) != ClaimOutcome.Found || Parameters(text) is not { } parameters
            || !parameters.TryGetValue(keyName, out string? keyId) || !parameters.TryGetValue("headers", out string? list) || !parameters.TryGetValue("signature", out string? signature)
            || (parameters.TryGetValue("algorithm", out string? algorithm) && !algorithms.Contains(algorithm)))
        {
            return ClaimOutcome.Malformed;
        }

        string[] names = list.Split(' ');
        string created = parameters.GetValueOrDefault("created", "");
        string expires = parameters.GetValueOrDefault("expires", "");
        string? date = DateHeaders.FirstOrDefault(name => names.Contains(name));
        string time = "";
        bool hasTime = names.Contains("(created)")
            ? long.TryParse(created, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && TryWriteDate(seconds, out time)
            : date is not null && input.Find(CarrierKind.Header, date, out time) == ClaimOutcome.Found;
        bool isRead = hasTime
            && names.Length <= MaxNames && names.Distinct(StringComparer.Ordinal).Count() == names.Length && RequestLines.Any(name => names.Contains(name))
            && claim.TrySet("keyid", keyId) && claim.TrySet("timestamp", time) && claim.TrySet("signed-headers", list) && (created.Length == 0 || claim.TrySet("created", created))
            && (expires.Length == 0 || (names.Contains("(expires)") && claim.TrySet("expires", expires)))
            && claim.TrySetSignature(signature, TagEncoding.Base64);
        return isRead ? ClaimOutcome.Found : ClaimOutcome.Malformed;
    }

    protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
    {
        string[] names = $"{input.SignedHeaders}{AlsoListed(input)}".Split(' ');
        if (needsDigest && !input.Body.IsEmpty && !names.Contains("digest"))
        {
            return false;
        }

        for (int i = 0; i < names.Length; i++)
        {
            if (Line(input, names[i]) is not { } line || !writer.TryWriteUtf8(i == 0 ? line : $"\n{line}"))
            {
                return false;
            }
        }

        return true;
    }

    protected override void Write(in MessageInput input, in ComputedSignatures signatures, RequestDraft draft)
    {
        base.Write(input, signatures, draft);
        if (signatures.Count > 0 && AlsoListed(input) is { Length: > 0 } more)
        {
            string text = draft.GetHeader(headers[^1]).Value!;
            draft.Set(CarrierKind.Header, headers[^1], text.Replace($"headers=\"{input.SignedHeaders}\"", $"headers=\"{input.SignedHeaders}{more}\"", StringComparison.Ordinal));
        }

        if (signatures.Count > 0 && !input.Expires.IsEmpty && input.SignedHeaders.ToString().Split(' ').Contains("(expires)"))
        {
            // A template can't have an end that most requests don't have.
            string text = draft.GetHeader(headers[^1]).Value!;
            draft.Set(CarrierKind.Header, headers[^1], text.Replace(",headers=", $",expires={input.Expires},headers=", StringComparison.Ordinal));
        }
    }

    /// <summary>The digest, which a signer sets for a body after the list of its headers was made.</summary>
    private string AlsoListed(in MessageInput input) =>
        input.IsSigning && needsDigest && !input.Body.IsEmpty && !input.SignedHeaders.ToString().Split(' ').Contains("digest") ? " digest" : "";

    private static string? Line(in MessageInput input, string name)
    {
        RequestSource request = input.Request;
        return name switch
        {
            "request-line" => $"{request.Method} {request.Target} HTTP/1.1",
            "(request-target)" or "@request-target" => $"{name}: {request.Method.ToLowerInvariant()} {request.Target}",
            "(created)" => $"(created): {input.GetValue("created")}",
            "(expires)" => input.Expires.IsEmpty ? null : $"(expires): {input.Expires}",
            _ => name.Any(char.IsAsciiLetterUpper) || request.GetHeader(name).Value is not { } value ? null : $"{name}: {value.Trim(' ', '\t')}",
        };
    }

    private static bool TryWriteDate(long seconds, out string time)
    {
        bool isTime = seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        time = isTime ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("r", CultureInfo.InvariantCulture) : "";
        return isTime;
    }

    /// <summary>Names and values, plain or quoted; null if it isn't that, or has a name twice.</summary>
    private Dictionary<string, string>? Parameters(string text)
    {
        if (!text.StartsWith(lead, StringComparison.Ordinal))
        {
            return null;
        }

        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int at = lead.Length; at < text.Length;)
        {
            int equals = text.IndexOf('=', at);
            bool isQuoted = equals > 0 && equals + 1 < text.Length && text[equals + 1] == '"';
            int start = isQuoted ? equals + 2 : equals + 1;
            int end = equals < 0 ? -1 : text.IndexOf(isQuoted ? '"' : ',', Math.Min(start, text.Length));
            end = end < 0 && !isQuoted ? text.Length : end;
            if (equals < 0 || end < 0 || !found.TryAdd(text[at..equals].Trim(' '), text[start..end]))
            {
                return null;
            }

            at = isQuoted ? end + 1 : end;
            if (at < text.Length && text[at++] != ',')
            {
                return null;
            }
        }

        return found;
    }
}
