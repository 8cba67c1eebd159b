namespace HmacKit;

/// <summary>
/// Headers that may be those of the scheme under another name: an older version's (<c>X-Hub-Signature</c>), another vendor's
/// (<c>svix-id</c> for <c>webhook-id</c>), or one that a proxy renamed.
/// </summary>
internal static class RelatedHeaders
{
    private const int MaxHeaders = 64;
    private const int MaxRelatives = 4;

    private static readonly string[] SignatureWords = ["sign", "hmac", "mac", "digest", "hash", "auth", "token"];
    private static readonly string[] TimeWords = ["time", "date", "stamp"];

    /// <summary>The request with related headers under the scheme's own names, the most alike first, each with those pairs of names; nothing if no signature is among them.</summary>
    public static IEnumerable<(RequestSource Request, IReadOnlyList<(string Missing, string There)> Names)> Of(SignatureScheme scheme, RequestSource request)
    {
        // Where another place carries the signature, there is no header to have another name.
        if (request is not RawRequest raw || scheme.FirstSignature.Kind != CarrierKind.Header || scheme.IsToken)
        {
            yield break;
        }

        KeyValuePair<string, string>[] others = [.. raw.Headers.Take(MaxHeaders)
            .Where(other => !scheme.Headers.Any(own => string.Equals(own.Name, other.Key, StringComparison.OrdinalIgnoreCase)))];
        SchemeCarrier signature = scheme.FirstSignature;
        bool isSignatureMissing = request.GetHeader(signature.Name).IsMissing;
        var renamed = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (SchemeCarrier header in scheme.Headers.Where(header => header != signature && request.GetHeader(header.Name).IsMissing))
        {
            if (Relatives(scheme, header, others).FirstOrDefault() is { } best)
            {
                renamed[header.Name] = best;
            }
        }

        if (!isSignatureMissing)
        {
            if (renamed.Count > 0)
            {
                yield return Rename(raw, renamed);
            }

            yield break;
        }

        foreach (string relative in Relatives(scheme, signature, others).Take(MaxRelatives))
        {
            renamed[signature.Name] = relative;
            yield return Rename(raw, renamed);
        }
    }

    private static (RequestSource, IReadOnlyList<(string, string)>) Rename(RawRequest request, Dictionary<string, string> names) => (
        new RawRequest(
            request.Method,
            request.Target,
            request.Headers.Concat(names.Select(name => new KeyValuePair<string, string>(name.Key, request.GetHeader(name.Value).Value ?? ""))),
            request.Body,
            request.Origin)
        { Trailers = request.Trailers },
        [.. names.Select(static name => (name.Key, name.Value))]);

    private static IEnumerable<string> Relatives(SignatureScheme scheme, SchemeCarrier header, KeyValuePair<string, string>[] others) => others
        .Where(other => IsRelated(scheme, header, other.Key, other.Value))
        .OrderByDescending(other => Words(other.Key).Intersect(Words(header.Name)).Count())
        .Select(static other => other.Key);

    private static bool IsRelated(SignatureScheme scheme, SchemeCarrier header, string name, string value)
    {
        if (value.Length is 0 or > HeaderGrammar.MaxHeaderLength)
        {
            return false;
        }

        string[] words = Words(name);
        bool hasCommonWord = words.Intersect(Words(header.Name)).Any();
        return header.Grammar.Fields.Contains(ClaimField.Signature) ? (hasCommonWord || HasOneOf(words, SignatureWords)) && SignatureCandidates.Of(header, value).Count > 0
            : header.Grammar.Fields.Contains(ClaimField.Timestamp) ? (hasCommonWord || HasOneOf(words, TimeWords)) && TimeReading.TryAny(value, out _, out _)
            : words[^1] == Words(header.Name)[^1];
    }

    private static bool HasOneOf(string[] words, string[] parts) => words.Any(word => parts.Any(part => word.Contains(part, StringComparison.Ordinal)));

    private static string[] Words(string name)
    {
        string[] words = [.. name.ToLowerInvariant().Split('-', '_').Where(static word => word is not ("x" or "http" or ""))];
        return words.Length > 0 ? words : [name];
    }
}
