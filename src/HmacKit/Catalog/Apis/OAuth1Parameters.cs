using System.Text;

namespace HmacKit;

/// <summary>All parameters of a request that OAuth 1.0 signs (RFC 5849 section 3.4.1.3), encoded, and where its own ones are.</summary>
internal sealed class OAuth1Parameters
{
    private const string FormType = "application/x-www-form-urlencoded";

    private const int MaxHeaderParameters = 32;

    private readonly List<(string Name, string Value)> _pairs = [];

    /// <summary>Where the parameters whose name begins with <c>oauth_</c> are, or are to be.</summary>
    public CarrierKind Place { get; private set; }

    /// <summary>The parameters of a request; null if they can't be read, or one of OAuth's own is there twice.</summary>
    public static OAuth1Parameters? Of(RequestSource request, ReadOnlySpan<byte> body)
    {
        string target = request.Target;
        int mark = target.IndexOf('?', StringComparison.Ordinal);
        if (target.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
            || CanonicalText.Parameters(mark < 0 ? [] : Encoding.UTF8.GetBytes(target[(mark + 1)..])) is not { } query
            || (IsForm(request) ? CanonicalText.Parameters(body) : []) is not { } form
            || Header(request) is not { } header)
        {
            return null;
        }

        var all = new OAuth1Parameters
        {
            Place = header.Count > 0 ? CarrierKind.Header
                : query.Exists(IsOwn) ? CarrierKind.Query
                : form.Exists(IsOwn) ? CarrierKind.Form
                : CarrierKind.Header,
        };
        all._pairs.AddRange(header);
        all._pairs.AddRange(query);
        all._pairs.AddRange(form);

        // A reader that takes the first of two and one that takes the last would see two requests.
        string[] own = [.. all._pairs.Where(IsOwn).Select(static pair => pair.Name)];
        return own.Distinct(StringComparer.Ordinal).Count() == own.Length ? all : null;
    }

    /// <summary>
    /// Whether the body's fields are signed; without a Content-Type it is taken for a form. By the same rule as a digest that only forms go without: what one of
    /// the two took for a form, and the other one didn't, would be signed by neither.
    /// </summary>
    private static bool IsForm(RequestSource request)
    {
        HeaderValue type = request.GetHeader("Content-Type");
        return type.IsMissing
            || (type.Value is { } text && text.StartsWith(FormType, StringComparison.OrdinalIgnoreCase) && (text.Length == FormType.Length || text[FormType.Length] is ';' or ' '));
    }

    /// <summary>The decoded value of a parameter; null if there is none.</summary>
    public string? Find(string name)
    {
        int at = _pairs.FindIndex(pair => pair.Name == name);
        return at < 0 ? null : Uri.UnescapeDataString(_pairs[at].Value);
    }

    /// <summary>The parameters as they are signed: sorted, without the signature, and with these in place of those of their names.</summary>
    public string ToText(IReadOnlyCollection<(string Name, string Value)> own)
    {
        IEnumerable<(string Name, string Value)> others = _pairs.Where(pair => pair.Name != "oauth_signature" && !own.Any(one => one.Name == pair.Name));
        return CanonicalText.Sorted(others.Concat(own.Select(static pair => (pair.Name, Uri.EscapeDataString(pair.Value)))));
    }

    private static bool IsOwn((string Name, string Value) pair) => pair.Name.StartsWith("oauth_", StringComparison.Ordinal);

    /// <summary>The parameters of an Authorization header for OAuth without the realm; none if there is no such header, null if it can't be read.</summary>
    private static List<(string Name, string Value)>? Header(RequestSource request)
    {
        const string lead = "OAuth ";
        HeaderValue header = request.GetHeader("Authorization");
        if (header.IsRepeated || header.Value is not { Length: <= 4096 } text || !text.StartsWith(lead, StringComparison.OrdinalIgnoreCase))
        {
            return header.IsRepeated || header.Value is { Length: > 4096 } ? null : [];
        }

        var pairs = new List<(string, string)>();
        foreach (string part in text[lead.Length..].Split(','))
        {
            // A comma in a value is written as an escape, except in the realm, which nobody else may break up.
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            string value = equals < 0 ? "" : part[(equals + 1)..].Trim();
            if (equals < 0 || pairs.Count == MaxHeaderParameters || value is not ['"', .., '"'] || value.Length < 2
                || value.AsSpan(1, value.Length - 2).Contains('"')
                || CanonicalText.Encode(part[..equals].Trim(), isDecoded: true) is not { } name
                || (name != "realm" && CanonicalText.Encode(value[1..^1], isDecoded: true) is null))
            {
                return null;
            }

            if (name != "realm")
            {
                pairs.Add((name, CanonicalText.Encode(value[1..^1], isDecoded: true)!));
            }
        }

        return pairs;
    }
}
