using System.Text;

namespace HmacKit.Tests.Catalog;

/// <summary>Requests that differ from a signed one in one thing that the signature covers, and the one that it was before it was signed.</summary>
internal static class CatalogTwins
{
    public static IEnumerable<(string What, RawRequest Request)> Of(SignatureScheme scheme, CatalogVector vector)
    {
        RawRequest request = vector.Request;
        if (scheme.Covers.HasFlag(SignedParts.Body))
        {
            byte[] longer = [.. request.Body.Span, .. "&x=1"u8];
            yield return ("a longer body", With(request, body: longer));
            if (request.Body.Length > 0)
            {
                byte[] flipped = request.Body.ToArray();
                flipped[flipped.Length / 2] ^= 1;
                yield return ("another byte in its body", With(request, body: flipped));
                yield return ("a shorter body", With(request, body: flipped[..^1]));
            }
        }

        if (scheme.Covers.HasFlag(SignedParts.Path))
        {
            string path = request.Target.Split('?')[0];
            yield return ("another path", With(request, target: path + "x" + request.Target[path.Length..]));
        }

        if (scheme.Covers.HasFlag(SignedParts.Query))
        {
            yield return ("another parameter", With(request, target: request.Target + (request.Target.Contains('?') ? "&" : "?") + "hmackit=1"));
        }

        if (scheme.Covers.HasFlag(SignedParts.Method))
        {
            yield return ("another method", new RawRequest(request.Method == "GET" ? "POST" : "GET", request.Target, request.Headers, request.Body, request.Origin));
        }

        if (scheme.Covers.HasFlag(SignedParts.Origin))
        {
            yield return ("another host, scheme and port", new RawRequest(request.Method, request.Target, request.Headers, request.Body, new PublicOrigin(new Uri("http://other.example:81"))));
        }

        if (vector.Configured.ContainsKey("presented"))
        {
            // The signature isn't in the request.
            yield break;
        }

        RawRequest spoiltInAll = request;
        foreach (SchemeCarrier carrier in scheme.Carriers.Where(carrier => carrier.HasSignature))
        {
            if (CarrierText.Find(carrier, request, request.Body.Span, out ClaimValue text) == ClaimOutcome.Found)
            {
                string signature = text.ToString().Contains(vector.Signature, StringComparison.Ordinal) ? vector.Signature : text.ToString();
                string spoilt = (signature[0] == 'A' ? 'B' : 'A') + signature[1..];
                spoiltInAll = Replace(spoiltInAll, signature, spoilt);
                if (!carrier.IsInBody)
                {
                    yield return ("no signature", Unsigned(scheme, request));
                }
            }
        }

        // A scheme in code may have found the signature where none of its carriers is.
        if (ReferenceEquals(spoiltInAll, request) && vector.Signature.Length > 0)
        {
            spoiltInAll = Replace(request, vector.Signature, (vector.Signature[0] == 'a' ? 'b' : 'a') + vector.Signature[1..]);
        }

        yield return ("another signature", spoiltInAll);
    }

    /// <summary>The request without what carries the signature and the values beside it.</summary>
    public static RawRequest Unsigned(SignatureScheme scheme, RawRequest request)
    {
        string target = request.Target;
        byte[] body = request.Body.ToArray();
        var headers = request.Headers.ToList();
        foreach (SchemeCarrier carrier in scheme.Carriers)
        {
            switch (carrier.Kind)
            {
                case CarrierKind.Header:
                    headers.RemoveAll(header => header.Key.Equals(carrier.Name, StringComparison.OrdinalIgnoreCase));
                    break;
                case CarrierKind.Query when carrier.HasSignature:
                    int mark = target.IndexOf('?', StringComparison.Ordinal) + 1;
                    if (mark > 0 && ParameterText.TryFindPair(target.AsSpan(mark), carrier.Name, out int start, out int length))
                    {
                        target = target.Remove(mark + start, length);
                        target = target.EndsWith('?') ? target[..^1] : target;
                    }

                    break;
                case CarrierKind.Form when carrier.HasSignature:
                    if (ParameterText.TryFindPair<byte>(body, carrier.Name, out int at, out int size))
                    {
                        body = [.. body[..at], .. body[(at + size)..]];
                    }

                    break;
                case CarrierKind.PathSegment:
                    if (TargetText.TryFindSegment(target, carrier.Segment, out int first, out int count))
                    {
                        target = target.Remove(first - 1, count + 1);
                    }

                    break;
            }
        }

        return new RawRequest(request.Method, target, headers, body, request.Origin);
    }

    /// <summary>What a signer has to be told to sign the same.</summary>
    public static SigningValues ValuesOf(SignatureScheme scheme, in RequestClaim claim)
    {
        RequestClaim read = claim;
        long end = 0;
        bool hasEnd = scheme.Expiry is { } rule && rule.TryRead(read.Get(ClaimField.Expires).Span, read.UnixMilliseconds, out end);
        string list = read.Get(ClaimField.SignedHeaders).ToString();
        return new SigningValues
        {
            Time = DateTimeOffset.FromUnixTimeMilliseconds(read.UnixMilliseconds),
            TimestampText = read.Timestamp.IsPresent ? read.Timestamp.ToString() : null,
            Id = read.Id.IsPresent ? read.Id.ToString() : null,
            Nonce = read.Nonce.IsPresent ? read.Nonce.ToString() : null,
            Expires = hasEnd ? DateTimeOffset.FromUnixTimeMilliseconds(end) : null,
            HeadersToSign = list.Length == 0 ? null : list.Split(scheme.HeaderSet.ListSeparator),
            Values = scheme.Names.Own.Select((name, i) => (name, value: read.Get(ClaimField.Own + i)))
                .Where(pair => pair.value.IsPresent).ToDictionary(pair => pair.name, pair => pair.value.ToString()),
        };
    }

    private static RawRequest With(RawRequest request, string? target = null, byte[]? body = null) =>
        new(request.Method, target ?? request.Target, request.Headers, body ?? request.Body, request.Origin);

    private static RawRequest Replace(RawRequest request, string text, string by)
    {
        string Changed(string value) => value.Replace(text, by, StringComparison.Ordinal).Replace(Uri.EscapeDataString(text), Uri.EscapeDataString(by), StringComparison.Ordinal);
        return new RawRequest(
            request.Method,
            Changed(request.Target),
            request.Headers.Select(header => KeyValuePair.Create(header.Key, Changed(header.Value))),
            Encoding.Latin1.GetBytes(Changed(Encoding.Latin1.GetString(request.Body.Span))),
            request.Origin);
    }
}
