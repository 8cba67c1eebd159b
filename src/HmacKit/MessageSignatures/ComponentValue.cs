using System.Globalization;
using System.Text;

namespace HmacKit;

/// <summary>What a component stands for (RFC 9421 sections 2.1, 2.2 and 2.4); null where the message doesn't say it without doubt.</summary>
internal static class ComponentValue
{
    private static readonly Dictionary<string, StructuredShape> KnownFields = new(StringComparer.Ordinal)
    {
        ["accept-signature"] = StructuredShape.Dictionary,
        ["content-digest"] = StructuredShape.Dictionary,
        ["priority"] = StructuredShape.Dictionary,
        ["repr-digest"] = StructuredShape.Dictionary,
        ["signature"] = StructuredShape.Dictionary,
        ["signature-input"] = StructuredShape.Dictionary,
        ["want-content-digest"] = StructuredShape.Dictionary,
        ["want-repr-digest"] = StructuredShape.Dictionary,
    };

    /// <summary>What a component of a request, or of an answer and, with <c>;req</c>, of its request stands for.</summary>
    public static string? Of(StructuredItem component, RequestSource message, IDictionary<string, StructuredShape> shapes)
    {
        string name = component.Value.Text;
        if (name == "@status")
        {
            return component.Parameters.Pairs.Count == 0 && message.Answered is not null ? message.Status?.ToString(CultureInfo.InvariantCulture) : null;
        }

        if (CoveredComponents.IsOfRequest(component))
        {
            StructuredParameters others = new([.. component.Parameters.Pairs.Where(static pair => pair.Key != CoveredComponents.OfRequest)]);
            return message.Answered is { Answered: null } request ? OfMessage(name, others, request, shapes) : null;
        }

        // What only requests have must say that it is the request's.
        return message.Answered is not null && name.StartsWith('@') ? null : OfMessage(name, component.Parameters, message, shapes);
    }

    private static string? OfMessage(string name, StructuredParameters parameters, RequestSource request, IDictionary<string, StructuredShape> shapes)
    {
        if (!name.StartsWith('@'))
        {
            return Field(name, parameters, request, shapes);
        }

        if (name == "@query-param")
        {
            return parameters is { Pairs: [{ Key: "name", Value.Kind: BareKind.Text }] } ? Parameter(request.Target, parameters.Pairs[0].Value.Text) : null;
        }

        string target = request.Target;
        int mark = target.IndexOf('?', StringComparison.Ordinal);
        return parameters.Pairs.Count > 0 ? null : name switch
        {
            "@method" => request.Method,
            "@target-uri" => request.Origin is { } origin ? $"{origin}{(target.Length == 0 || mark == 0 ? "/" : "")}{target}" : null,
            "@authority" => request.Origin?.Authority ?? request.GetHeader("Host").Value?.Trim(' ', '\t').ToLowerInvariant(),
            "@scheme" => request.Origin?.Scheme,
            "@request-target" => target,
            "@path" => target.Length == 0 || mark == 0 ? "/" : mark < 0 ? target : target[..mark],
            "@query" => mark < 0 ? "?" : target[mark..],
            _ => null,
        };
    }

    private static string? Field(string name, StructuredParameters parameters, RequestSource request, IDictionary<string, StructuredShape> shapes)
    {
        bool isStrict = false;
        bool isBytes = false;
        bool isTrailer = false;
        string? key = null;
        for (int i = 0; i < parameters.Pairs.Count; i++)
        {
            (string flag, BareItem value) = parameters.Pairs[i];
            bool isFlag = value is { Kind: BareKind.Truth, Text: "1" };
            switch (flag)
            {
                case "sf" when isFlag:
                    isStrict = true;
                    break;
                case "bs" when isFlag:
                    isBytes = true;
                    break;
                case CoveredComponents.InTrailer when isFlag:
                    isTrailer = true;
                    break;
                case "key" when value.Kind == BareKind.Text:
                    key = value.Text;
                    break;
                default:
                    return null;
            }
        }

        if (!HttpToken.IsValid(name) || name.AsSpan().ContainsAnyInRange('A', 'Z') || (isBytes && (isStrict || key is not null))
            || CombinedField.Of(request, name, isTrailer, isBytes) is not { } text)
        {
            return null;
        }

        return key is not null ? Member(text, key)
            : isStrict ? Strict(text, shapes.TryGetValue(name, out StructuredShape shape) || KnownFields.TryGetValue(name, out shape) ? shape : null)
            : text;
    }

    private static string? Member(string text, string key)
    {
        foreach ((string name, StructuredMember member) in StructuredReader.ReadDictionary(text) ?? [])
        {
            if (string.Equals(name, key, StringComparison.Ordinal))
            {
                return StructuredText.Of(member);
            }
        }

        return null;
    }

    private static string? Strict(string text, StructuredShape? shape) => shape switch
    {
        StructuredShape.Dictionary => StructuredReader.ReadDictionary(text) is { } members ? StructuredText.OfDictionary(members) : null,
        StructuredShape.List => StructuredReader.ReadList(text) is { } members ? StructuredText.OfList(members) : null,
        StructuredShape.Item => StructuredReader.ReadItem(text) is { } item ? StructuredText.Of(item) : null,
        _ => null,
    };

    /// <summary>The one parameter of this encoded name, its value encoded again; null if there is none or there are several.</summary>
    private static string? Parameter(string target, string name)
    {
        int mark = target.IndexOf('?', StringComparison.Ordinal);
        string? found = null;
        foreach (string pair in mark < 0 ? [] : target[(mark + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (Encode(equals < 0 ? pair : pair[..equals]) is not { } encoded)
            {
                return null;
            }

            if (string.Equals(encoded, name, StringComparison.Ordinal))
            {
                if (found is not null || Encode(equals < 0 ? "" : pair[(equals + 1)..]) is not { } value)
                {
                    return null;
                }

                found = value;
            }
        }

        return found;
    }

    /// <summary>What form encoding stands for, percent-encoded as the URL standard does it for forms, and blanks as <c>%20</c>.</summary>
    private static string? Encode(string text)
    {
        if (text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return null;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (!PercentCode.TryDecode(bytes, plusIsBlank: true, bytes, out int length))
        {
            return null;
        }

        var encoded = new StringBuilder(length);
        foreach (byte b in bytes.AsSpan(0, length))
        {
            bool isPlain = char.IsAsciiLetterOrDigit((char)b) || b is (byte)'*' or (byte)'-' or (byte)'.' or (byte)'_';
            _ = isPlain ? encoded.Append((char)b) : encoded.Append('%').Append(Convert.ToHexString([b]));
        }

        return encoded.ToString();
    }
}
