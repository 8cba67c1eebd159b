using System.Text;

namespace HmacKit;

/// <summary>What a component stands for (RFC 9421 sections 2.1 and 2.2); null where the message doesn't say it without doubt.</summary>
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

    public static string? Of(StructuredItem component, RequestSource request, IDictionary<string, StructuredShape> shapes)
    {
        string name = component.Value.Text;
        if (!name.StartsWith('@'))
        {
            return Field(name, component.Parameters, request, shapes);
        }

        if (name == "@query-param")
        {
            return component.Parameters is { Pairs: [{ Key: "name", Value.Kind: BareKind.Text }] } ? Parameter(request.Target, component.Parameters.Pairs[0].Value.Text) : null;
        }

        string target = request.Target;
        int mark = target.IndexOf('?', StringComparison.Ordinal);
        string path = mark < 0 ? target : target[..mark];
        return component.Parameters.Pairs.Count > 0 ? null : name switch
        {
            "@method" => request.Method,
            "@target-uri" => request.Origin is { } origin ? $"{origin}{(path.Length == 0 ? "/" : "")}{target}" : null,
            "@authority" => request.Origin?.Authority ?? request.GetHeader("Host").Value?.Trim(' ', '\t').ToLowerInvariant(),
            "@scheme" => request.Origin?.Scheme,
            "@request-target" => target,
            "@path" => path.Length == 0 ? "/" : path,
            "@query" => mark < 0 ? "?" : target[mark..],
            _ => null,
        };
    }

    private static string? Field(string name, StructuredParameters parameters, RequestSource request, IDictionary<string, StructuredShape> shapes)
    {
        bool isStrict = false;
        bool isBytes = false;
        string? key = null;
        foreach ((string flag, BareItem value) in parameters.Pairs)
        {
            bool isFlag = value is { Kind: BareKind.Truth, Text: "1" };
            switch (flag)
            {
                case "sf" when isFlag:
                    isStrict = true;
                    break;
                case "bs" when isFlag:
                    isBytes = true;
                    break;
                case "key" when value.Kind == BareKind.Text:
                    key = value.Text;
                    break;
                default:
                    // ;req belongs to answers, and a request has no trailers that are read before it is verified.
                    return null;
            }
        }

        if (!HttpToken.IsValid(name) || name.AsSpan().ContainsAnyInRange('A', 'Z') || (isBytes && (isStrict || key is not null))
            || request.GetHeader(name).Value is not { } text)
        {
            return null;
        }

        text = text.Trim(' ', '\t');
        return key is not null ? Member(text, key)
            : isStrict ? Strict(text, shapes.TryGetValue(name, out StructuredShape shape) || KnownFields.TryGetValue(name, out shape) ? shape : null)
            : !isBytes ? (text.AsSpan().ContainsAny('\r', '\n', '\0') ? null : text)
            : text.AsSpan().ContainsAnyExceptInRange('\0', '\xff') ? null
            : $":{Convert.ToBase64String(Encoding.Latin1.GetBytes(text))}:";
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
