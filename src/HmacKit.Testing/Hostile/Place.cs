using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace HmacKit.Testing;

/// <summary>A place of a request that carries the signature or something that it needs: a header, a parameter, a field, a JSON member, a segment or a cookie.</summary>
internal sealed record Place(CarrierKind Kind, string Name, bool HasSignature)
{
    /// <summary>The places of a signed request: those that the scheme describes, and the headers that its signer set besides.</summary>
    public static IReadOnlyList<Place> Of(SignatureScheme scheme, SignedHeaders signed, WireRequest request) =>
    [
        .. scheme.Carriers.Select(carrier => new Place(carrier.Kind, carrier.Name, carrier.HasSignature))
            .Concat(signed.Select(header => new Place(CarrierKind.Header, header.Key, HasSignature: false)))
            .DistinctBy(place => (place.Kind, place.Kind == CarrierKind.Header ? place.Name.ToUpperInvariant() : place.Name))
            .Where(place => place.Read(request) is { Length: > 0 }),
    ];

    /// <summary>The text there, decoded; null if there is none.</summary>
    public string? Read(WireRequest request) => Kind switch
    {
        CarrierKind.Header => request.Headers.FirstOrDefault(IsHeader).Value,
        CarrierKind.Query => Pairs(Query(request.Target)).Where(IsPair).Select(Value).FirstOrDefault(),
        CarrierKind.Form => Pairs(Encoding.Latin1.GetString(request.Body.Span)).Where(IsPair).Select(Value).FirstOrDefault(),
        CarrierKind.Json => Json(request.Body) is { } root && Member(root) is { } member ? member.ToString() : null,
        CarrierKind.Xml => Xml(request.Body)?.Elements().FirstOrDefault(IsMember)?.Value,
        CarrierKind.PathSegment => Path(request.Target).Split('/').ElementAtOrDefault(int.Parse(Name, System.Globalization.CultureInfo.InvariantCulture)),
        _ => Cookies(request).Where(IsPair).Select(static cookie => cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..]).FirstOrDefault(),
    };

    /// <summary>The request with these texts there in place of the one that it has; with several the place is there several times, which a path and a JSON object can't say.</summary>
    public WireRequest With(WireRequest request, params string[] texts)
    {
        switch (Kind)
        {
            case CarrierKind.Header:
                int at = request.Headers.ToList().FindIndex(IsHeader);
                List<KeyValuePair<string, string>> headers = [.. request.Headers.Where(header => !IsHeader(header))];
                headers.InsertRange(at, texts.Select(text => KeyValuePair.Create(Name, text)));
                return request with { Headers = headers };
            case CarrierKind.Query:
                return request with { Target = $"{Path(request.Target)}?{Replaced(Query(request.Target), texts)}" };
            case CarrierKind.Form:
                return request with { Body = Encoding.Latin1.GetBytes(Replaced(Encoding.Latin1.GetString(request.Body.Span), texts)) };
            case CarrierKind.Json:
                return request with { Body = InJson(request.Body, texts) };
            case CarrierKind.Xml:
                return request with { Body = InXml(request.Body, texts) };
            case CarrierKind.PathSegment:
                int segment = int.Parse(Name, System.Globalization.CultureInfo.InvariantCulture);
                string path = Path(request.Target);
                IEnumerable<string> segments = path.Split('/').SelectMany((text, i) => i == segment ? texts : [text]);
                return request with { Target = string.Join('/', segments) + request.Target[path.Length..] };
            default:
                string cookies = string.Join("; ", Cookies(request).Where(cookie => !IsPair(cookie)).Concat(texts.Select(text => $"{Name}={text}")));
                return request.With("Cookie", cookies);
        }
    }

    /// <summary>As a definition has it, such as <c>Query[sig]</c>; a header by its name.</summary>
    public override string ToString() => Kind == CarrierKind.Header ? Name : $"{Kind}[{Name}]";

    private static string Path(string target) => target.Split('?')[0];

    private static string Query(string target) => target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark ? target[(mark + 1)..] : "";

    private static string[] Pairs(string text) => text.Split('&', StringSplitOptions.RemoveEmptyEntries);

    private static string[] Cookies(WireRequest request) =>
        (request.Headers.FirstOrDefault(static header => header.Key.Equals("Cookie", StringComparison.OrdinalIgnoreCase)).Value ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string Value(string pair) =>
        pair.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals ? Uri.UnescapeDataString(pair[(equals + 1)..].Replace('+', ' ')) : "";

    private static JsonNode? Json(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonNode.Parse(body.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static XElement? Xml(ReadOnlyMemory<byte> body)
    {
        try
        {
            return XElement.Parse(Encoding.UTF8.GetString(body.Span), LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private byte[] InXml(ReadOnlyMemory<byte> body, string[] texts)
    {
        XElement root = Xml(body)!;
        root.Elements().Where(IsMember).Remove();
        root.Add(texts.Select(text => new XElement(Name, text)));
        return Encoding.UTF8.GetBytes(root.ToString(SaveOptions.DisableFormatting));
    }

    private bool IsMember(XElement element) => element.Name.LocalName == Name;

    private bool IsHeader(KeyValuePair<string, string> header) => header.Key.Equals(Name, StringComparison.OrdinalIgnoreCase);

    private bool IsPair(string pair) => Uri.UnescapeDataString(pair.Split('=')[0].Replace('+', ' ')) == Name;

    private string Replaced(string pairs, string[] texts) =>
        string.Join('&', Pairs(pairs).Where(pair => !IsPair(pair)).Concat(texts.Select(text => $"{Uri.EscapeDataString(Name)}={Uri.EscapeDataString(text)}")));

    private JsonNode? Member(JsonNode root)
    {
        JsonNode? node = root;
        foreach (string key in Keys())
        {
            node = node switch
            {
                JsonObject members => members[key],
                JsonArray items when int.TryParse(key, out int index) && index < items.Count => items[index],
                _ => null,
            };
        }

        return node;
    }

    private byte[] InJson(ReadOnlyMemory<byte> body, string[] texts)
    {
        JsonNode root = Json(body)!;
        JsonNode member = Member(root)!;
        if (member.Parent is JsonArray items)
        {
            items[member.GetElementIndex()] = texts.Length == 0 ? null : JsonValue.Create(texts[0]);
        }
        else
        {
            var parent = (JsonObject)member.Parent!;
            parent.Remove(Keys()[^1]);
            foreach (string text in texts.Take(1))
            {
                parent.Add(Keys()[^1], text);
            }
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString());
    }

    private string[] Keys() => [.. Name.Split('/').Skip(1).Select(static key => key.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
}
