using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace HmacKit;

/// <summary>
/// A body of XML that is one element with elements of text in it and no more: <c>&lt;xml&gt;&lt;a&gt;1&lt;/a&gt;&lt;b&gt;&lt;![CDATA[2]]&gt;&lt;/b&gt;&lt;/xml&gt;</c>.
/// Read in one pass over the bytes and without a tree. Whatever two parsers could read in two ways, or could be made to work for, is no such body:
/// document types, entities of its own, attributes, comments, instructions, elements within members, another encoding than UTF-8, and a member that is there twice.
/// </summary>
internal static class FlatXml
{
    /// <summary>More members than this are refused.</summary>
    public const int MaxMembers = 128;

    private const int MaxNameLength = 64;
    private const int MaxDeclarationLength = 128;

    /// <summary>Finds the members: names, and values as they are written.</summary>
    /// <param name="body">The body.</param>
    /// <param name="members">Takes up to <see cref="MaxMembers"/>, in the order of the body.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="end">Where the outer element's end tag begins.</param>
    /// <returns>False if it isn't such a body.</returns>
    public static bool TryRead(ReadOnlySpan<byte> body, Span<ParameterPair> members, out int count, out int end)
    {
        count = 0;
        end = 0;
        int at = body.StartsWith("\uFEFF"u8) ? 3 : 0;
        if (!Utf8.IsValid(body) || HasControls(body) || !TrySkipDeclaration(body, ref at) || !TryReadStart(body, ref at, out ReadOnlySpan<byte> root))
        {
            return false;
        }

        while (true)
        {
            SkipBlanks(body, ref at);
            if (body[at..].StartsWith("</"u8))
            {
                end = at;
                bool isClosed = TrySkipEnd(body, ref at, root);
                SkipBlanks(body, ref at);
                return isClosed && at == body.Length;
            }

            if (count == MaxMembers || !TryReadMember(body, ref at, out ParameterPair member) || IsThere(member.Name(body), body, members[..count]))
            {
                return false;
            }

            members[count++] = member;
        }
    }

    /// <summary>Finds one member's value as it is written.</summary>
    public static ClaimOutcome Find(ReadOnlySpan<byte> body, ReadOnlySpan<char> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        Span<ParameterPair> members = stackalloc ParameterPair[MaxMembers];
        if (!TryRead(body, members, out int count, out _))
        {
            return body.IsEmpty ? ClaimOutcome.Missing : ClaimOutcome.Malformed;
        }

        foreach (ParameterPair member in members[..count])
        {
            ReadOnlySpan<byte> found = member.Name(body);
            if (Ascii.EqualsIgnoreCase(found, name))
            {
                // It stands where another reader takes it for the one that is looked for.
                value = member.Value(body);
                return Ascii.Equals(found, name) ? ClaimOutcome.Found : ClaimOutcome.Malformed;
            }
        }

        return ClaimOutcome.Missing;
    }

    /// <summary>A value as text: without CDATA marks and references, and with line ends as XML has them. It is never longer than it is written.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> value, Span<byte> text, out int length)
    {
        length = 0;
        bool isLiteral = false;
        for (int at = 0; at < value.Length;)
        {
            ReadOnlySpan<byte> rest = value[at..];
            if (!isLiteral && rest.StartsWith(CDataStart))
            {
                isLiteral = true;
                at += CDataStart.Length;
            }
            else if (rest.StartsWith(CDataEnd))
            {
                if (!isLiteral)
                {
                    return false;
                }

                isLiteral = false;
                at += CDataEnd.Length;
            }
            else if (!isLiteral && rest[0] == '&')
            {
                if (!TryReference(rest, text[length..], out int used, out int written))
                {
                    return false;
                }

                at += used;
                length += written;
            }
            else if (rest[0] == '\r')
            {
                text[length++] = (byte)'\n';
                at += rest.StartsWith("\r\n"u8) ? 2 : 1;
            }
            else
            {
                text[length++] = rest[0];
                at++;
            }
        }

        return true;
    }

    /// <summary>The body with the member: its value is replaced where it is there, else it is added as the last one. All other bytes stay as they are.</summary>
    /// <exception cref="ArgumentException">The body isn't of this kind.</exception>
    public static byte[] With(ReadOnlySpan<byte> body, string name, string text)
    {
        Span<ParameterPair> members = stackalloc ParameterPair[MaxMembers];
        if (!TryRead(body, members, out int count, out int end) || (Find(body, name, out _) is not ClaimOutcome.Found and var outcome && (outcome == ClaimOutcome.Malformed || count == MaxMembers)))
        {
            throw new ArgumentException($"The body isn't XML with one element and only elements of text in it, where '{name}' could stand, or has '{name}' in other letters.");
        }

        byte[] written = Encoding.UTF8.GetBytes(text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal));
        foreach (ParameterPair member in members[..count])
        {
            if (Ascii.Equals(member.Name(body), name))
            {
                int start = member.ValueAt;
                return member.IsBare
                    ? WithElement(body, body[..start].LastIndexOf((byte)'<'), start, name, written)
                    : [.. body[..start], .. written, .. body[(start + member.Value(body).Length)..]];
            }
        }

        return WithElement(body, end, end, name, written);
    }

    /// <summary>Whether a member may have this name: ASCII letters, digits and <c>_ - .</c>, the first one a letter or <c>_</c>.</summary>
    public static bool IsName(ReadOnlySpan<char> name)
    {
        Span<byte> bytes = stackalloc byte[MaxNameLength];
        return name.Length is > 0 and <= MaxNameLength && Ascii.FromUtf16(name, bytes, out int length) == System.Buffers.OperationStatus.Done && NameLength(bytes[..length]) == length;
    }

    private static ReadOnlySpan<byte> CDataStart => "<![CDATA["u8;

    private static ReadOnlySpan<byte> CDataEnd => "]]>"u8;

    private static byte[] WithElement(ReadOnlySpan<byte> body, int from, int to, string name, byte[] text) =>
        [.. body[..from], .. Encoding.ASCII.GetBytes($"<{name}>"), .. text, .. Encoding.ASCII.GetBytes($"</{name}>"), .. body[to..]];

    private static bool TryReadMember(ReadOnlySpan<byte> body, ref int at, out ParameterPair member)
    {
        member = default;
        int nameAt = at + 1;
        if (!TryReadStart(body, ref at, out ReadOnlySpan<byte> name, isEmpty: out bool isEmpty))
        {
            return false;
        }

        int valueAt = at;
        while (!isEmpty)
        {
            int tag = body[at..].IndexOf((byte)'<');
            if (tag < 0)
            {
                return false;
            }

            at += tag;
            if (!body[at..].StartsWith(CDataStart))
            {
                break;
            }

            int length = body[at..].IndexOf(CDataEnd);
            if (length < 0)
            {
                return false;
            }

            at += length + CDataEnd.Length;
        }

        member = new ParameterPair(nameAt, name.Length, valueAt, at - valueAt) { IsBare = isEmpty };
        return isEmpty || TrySkipEnd(body, ref at, name);
    }

    private static bool TryReadStart(ReadOnlySpan<byte> body, ref int at, out ReadOnlySpan<byte> name) =>
        TryReadStart(body, ref at, out name, out bool isEmpty) && !isEmpty;

    /// <summary><c>&lt;name&gt;</c>, or <c>&lt;name/&gt;</c>, which is empty.</summary>
    private static bool TryReadStart(ReadOnlySpan<byte> body, ref int at, out ReadOnlySpan<byte> name, out bool isEmpty)
    {
        int length = at < body.Length && body[at] == '<' ? NameLength(body[(at + 1)..]) : 0;
        name = length == 0 ? default : body.Slice(at + 1, length);
        at += 1 + length;
        SkipBlanks(body, ref at);
        isEmpty = at < body.Length && body[at] == '/';
        at += isEmpty ? 1 : 0;
        bool isRead = length > 0 && at < body.Length && body[at] == '>';
        at++;
        return isRead;
    }

    private static bool TrySkipEnd(ReadOnlySpan<byte> body, ref int at, ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> rest = body[at..];
        if (!rest.StartsWith("</"u8) || !rest[2..].StartsWith(name))
        {
            return false;
        }

        at += 2 + name.Length;
        SkipBlanks(body, ref at);
        bool isEnd = at < body.Length && body[at] == '>';
        at += isEnd ? 1 : 0;
        return isEnd;
    }

    /// <summary>A declaration may be there, and names UTF-8 if it names an encoding.</summary>
    private static bool TrySkipDeclaration(ReadOnlySpan<byte> body, ref int at)
    {
        if (body[at..].StartsWith("<?xml"u8))
        {
            int end = body[at..].IndexOf("?>"u8);
            if (end is < 0 or > MaxDeclarationLength || !IsDeclaration(body.Slice(at + 5, end - 5)))
            {
                return false;
            }

            at += end + 2;
        }

        SkipBlanks(body, ref at);
        return at < body.Length;
    }

    private static bool IsDeclaration(ReadOnlySpan<byte> attributes)
    {
        string text = Encoding.ASCII.GetString(attributes).Replace('\'', '"').Trim(' ', '\t', '\r', '\n');
        string[] words = text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return attributes is [(byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n', ..]
            && words is ["version=\"1.0\"", .. var others]
            && others.Length <= 2
            && others.All(static word => word.Equals("encoding=\"utf-8\"", StringComparison.OrdinalIgnoreCase) || word is "standalone=\"yes\"" or "standalone=\"no\"");
    }

    private static bool IsThere(ReadOnlySpan<byte> name, ReadOnlySpan<byte> body, ReadOnlySpan<ParameterPair> members)
    {
        foreach (ParameterPair member in members)
        {
            if (Ascii.EqualsIgnoreCase(member.Name(body), name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>One of the five entities, or a character by its number.</summary>
    private static bool TryReference(ReadOnlySpan<byte> value, Span<byte> text, out int used, out int written)
    {
        written = 0;
        int end = value[..Math.Min(value.Length, 12)].IndexOf((byte)';');
        used = end + 1;
        if (end < 2)
        {
            return false;
        }

        ReadOnlySpan<byte> name = value[1..end];
        byte named = Ascii.Equals(name, "lt"u8) ? (byte)'<'
            : Ascii.Equals(name, "gt"u8) ? (byte)'>'
            : Ascii.Equals(name, "amp"u8) ? (byte)'&'
            : Ascii.Equals(name, "quot"u8) ? (byte)'"'
            : Ascii.Equals(name, "apos"u8) ? (byte)'\''
            : default;
        if (named != default)
        {
            text[0] = named;
            written = 1;
            return true;
        }

        bool isHex = name.StartsWith("#x"u8);
        int code = 0;
        bool isNumber = name[0] == '#' && (isHex
            ? int.TryParse(name[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code)
            : int.TryParse(name[1..], NumberStyles.None, CultureInfo.InvariantCulture, out code));
        return isNumber && (code >= ' ' || code is '\t' or '\n' or '\r') && code is not (0x7F or 0xFFFE or 0xFFFF)
            && Rune.TryCreate(code, out Rune rune) && rune.TryEncodeToUtf8(text, out written);
    }

    private static int NameLength(ReadOnlySpan<byte> text)
    {
        int length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit((char)text[length]) || text[length] is (byte)'_' or (byte)'-' or (byte)'.'))
        {
            length++;
        }

        return length is > 0 and <= MaxNameLength && (char.IsAsciiLetter((char)text[0]) || text[0] == '_') ? length : 0;
    }

    private static bool HasControls(ReadOnlySpan<byte> body)
    {
        foreach (byte b in body)
        {
            if (b is < 0x20 and not (byte)'\t' and not (byte)'\n' and not (byte)'\r' or 0x7F)
            {
                return true;
            }
        }

        return false;
    }

    private static void SkipBlanks(ReadOnlySpan<byte> body, ref int at)
    {
        while (at < body.Length && body[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            at++;
        }
    }
}
