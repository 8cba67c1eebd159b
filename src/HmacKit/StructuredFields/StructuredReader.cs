using System.Buffers;
using System.Text;

namespace HmacKit;

/// <summary>
/// Reads structured field values (RFC 9651 section 4.2), bounded in length and number. Stricter than the RFC in two places,
/// where two readers could understand two things: a key that occurs twice is refused, and base64 has its one canonical form.
/// </summary>
internal ref struct StructuredReader(ReadOnlySpan<char> text)
{
    /// <summary>The longest value that is read, in characters.</summary>
    public const int MaxLength = 16 * 1024;

    /// <summary>The most members of a list, a dictionary or an inner list.</summary>
    public const int MaxMembers = 128;

    /// <summary>The most parameters of one member.</summary>
    public const int MaxParameters = 32;

    private const int StackBytes = 256;

    private readonly ReadOnlySpan<char> _text = text.Length > MaxLength ? default : text.Trim(' ');
    private readonly bool _isTooLong = text.Length > MaxLength;
    private int _at;

    private readonly bool IsAtEnd => _at >= _text.Length;

    private readonly char Next => _at < _text.Length ? _text[_at] : '\0';

    /// <summary>A field that is a dictionary; null if it isn't one.</summary>
    public static List<KeyValuePair<string, StructuredMember>>? ReadDictionary(ReadOnlySpan<char> text)
    {
        var reader = new StructuredReader(text);
        return reader.Dictionary();
    }

    /// <summary>A field that is a list; null if it isn't one.</summary>
    public static List<StructuredMember>? ReadList(ReadOnlySpan<char> text)
    {
        var reader = new StructuredReader(text);
        return reader.List();
    }

    /// <summary>A field that is an item; null if it isn't one.</summary>
    public static StructuredItem? ReadItem(ReadOnlySpan<char> text)
    {
        var reader = new StructuredReader(text);
        return !reader._isTooLong && reader.Item() is { } item && reader.IsAtEnd ? item : null;
    }

    private List<KeyValuePair<string, StructuredMember>>? Dictionary()
    {
        var members = new List<KeyValuePair<string, StructuredMember>>();
        while (!IsAtEnd)
        {
            if (Key() is not { } key || members.Count == MaxMembers || Contains(members, key))
            {
                return null;
            }

            StructuredMember? member;
            if (Next == '=')
            {
                _at++;
                member = Member();
            }
            else
            {
                member = Parameters() is { } parameters ? new StructuredItem(BareItem.True, parameters) : null;
            }

            if (member is null || !SkipComma())
            {
                return null;
            }

            members.Add(new(key, member));
        }

        return _isTooLong ? null : members;
    }

    private List<StructuredMember>? List()
    {
        var members = new List<StructuredMember>();
        while (!IsAtEnd)
        {
            if (members.Count == MaxMembers || Member() is not { } member || !SkipComma())
            {
                return null;
            }

            members.Add(member);
        }

        return _isTooLong ? null : members;
    }

    /// <summary>What stands between two members; false if there is something else, or nothing behind the comma.</summary>
    private bool SkipComma()
    {
        SkipBlanks(withTabs: true);
        if (IsAtEnd)
        {
            return true;
        }

        if (Next != ',')
        {
            return false;
        }

        _at++;
        SkipBlanks(withTabs: true);
        return !IsAtEnd;
    }

    private StructuredMember? Member() => Next == '(' ? InnerList() : Item();

    private StructuredInnerList? InnerList()
    {
        _at++;
        var items = new List<StructuredItem>();
        while (true)
        {
            SkipBlanks(withTabs: false);
            if (Next == ')')
            {
                _at++;
                return Parameters() is { } parameters ? new StructuredInnerList(items, parameters) : null;
            }

            if (items.Count == MaxMembers || Item() is not { } item || Next is not (' ' or ')'))
            {
                return null;
            }

            items.Add(item);
        }
    }

    private StructuredItem? Item() => Bare() is { } value && Parameters() is { } parameters ? new StructuredItem(value, parameters) : null;

    private StructuredParameters? Parameters()
    {
        if (Next != ';')
        {
            return StructuredParameters.None;
        }

        var pairs = new List<KeyValuePair<string, BareItem>>();
        while (Next == ';')
        {
            _at++;
            SkipBlanks(withTabs: false);
            if (Key() is not { } key || pairs.Count == MaxParameters || Contains(pairs, key))
            {
                return null;
            }

            BareItem? value = BareItem.True;
            if (Next == '=')
            {
                _at++;
                value = Bare();
            }

            if (value is not { } item)
            {
                return null;
            }

            pairs.Add(new(key, item));
        }

        return new StructuredParameters(pairs);
    }

    private string? Key()
    {
        int start = _at;
        if (!char.IsAsciiLetterLower(Next) && Next != '*')
        {
            return null;
        }

        while (char.IsAsciiLetterLower(Next) || char.IsAsciiDigit(Next) || Next is '_' or '-' or '.' or '*')
        {
            _at++;
        }

        return StructuredNames.ToText(_text[start.._at]);
    }

    private static bool Contains<T>(List<KeyValuePair<string, T>> pairs, string key)
    {
        foreach (KeyValuePair<string, T> pair in pairs)
        {
            if (string.Equals(pair.Key, key, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private BareItem? Bare() => Next switch
    {
        '-' or (>= '0' and <= '9') => Number(),
        '"' => Text(),
        ':' => Bytes(),
        '?' => Truth(),
        '@' => Date(),
        '%' => DisplayText(),
        '*' or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') => Token(),
        _ => null,
    };

    private BareItem? Number()
    {
        bool isNegative = Next == '-';
        _at += isNegative ? 1 : 0;
        int start = _at;
        while (char.IsAsciiDigit(Next))
        {
            _at++;
        }

        ReadOnlySpan<char> whole = _text[start.._at];
        if (whole.IsEmpty || whole.Length > 15 || (Next == '.' && whole.Length > 12))
        {
            return null;
        }

        whole = whole.TrimStart('0') is { IsEmpty: false } trimmed ? trimmed : "0";
        if (Next != '.')
        {
            return new BareItem(BareKind.Integer, isNegative && whole is not "0" ? $"-{whole}" : whole.ToString());
        }

        start = ++_at;
        while (char.IsAsciiDigit(Next))
        {
            _at++;
        }

        ReadOnlySpan<char> fraction = _text[start.._at];
        if (fraction.Length is 0 or > 3)
        {
            return null;
        }

        fraction = fraction.TrimEnd('0') is { IsEmpty: false } kept ? kept : "0";
        string sign = isNegative && !(whole is "0" && fraction is "0") ? "-" : "";
        return new BareItem(BareKind.Decimal, $"{sign}{whole}.{fraction}");
    }

    private BareItem? Text()
    {
        int start = ++_at;
        while (Next is >= ' ' and <= '~' and not '"')
        {
            // What is behind a backslash is looked at below, and doesn't end the text.
            _at += Next == '\\' ? 2 : 1;
        }

        if (Next != '"')
        {
            return null;
        }

        ReadOnlySpan<char> text = _text[start.._at++];
        return !text.Contains('\\') ? new BareItem(BareKind.Text, StructuredNames.ToText(text)) : Unescaped(text) is { } unescaped ? new BareItem(BareKind.Text, unescaped) : null;
    }

    private static string? Unescaped(ReadOnlySpan<char> text)
    {
        var plain = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && text[++i] is not ('"' or '\\'))
            {
                return null;
            }

            plain.Append(text[i]);
        }

        return plain.ToString();
    }

    private BareItem? Bytes()
    {
        int start = ++_at;
        int length = _text[start..].IndexOf(':');
        if (length < 0)
        {
            return null;
        }

        _at = start + length + 1;
        ReadOnlySpan<char> text = _text.Slice(start, length);
        return IsCanonicalBase64(text) ? new BareItem(BareKind.Bytes, text.ToString()) : null;
    }

    private BareItem? Truth()
    {
        _at++;
        char digit = Next;
        _at++;
        return digit is '0' or '1' ? new BareItem(BareKind.Truth, digit == '1' ? "1" : "0") : null;
    }

    private BareItem? Date()
    {
        _at++;
        return Next is '-' or (>= '0' and <= '9') && Number() is { Kind: BareKind.Integer } number ? number with { Kind = BareKind.Date } : null;
    }

    private BareItem? DisplayText()
    {
        _at++;
        if (Next != '"')
        {
            return null;
        }

        var bytes = new List<byte>();
        for (_at++; _at < _text.Length; _at++)
        {
            char c = _text[_at];
            if (c == '"')
            {
                _at++;
                byte[] utf8 = [.. bytes];
                return System.Text.Unicode.Utf8.IsValid(utf8) ? new BareItem(BareKind.DisplayText, Encoding.UTF8.GetString(utf8)) : null;
            }

            if (c == '%')
            {
                if (_at + 2 >= _text.Length || !IsLowerHex(_text[_at + 1]) || !IsLowerHex(_text[_at + 2]))
                {
                    return null;
                }

                bytes.Add(Convert.FromHexString(_text.Slice(_at + 1, 2))[0]);
                _at += 2;
                continue;
            }

            if (c is < ' ' or > '~')
            {
                return null;
            }

            bytes.Add((byte)c);
        }

        return null;
    }

    private BareItem? Token()
    {
        int start = _at;
        while (!IsAtEnd && (HttpToken.IsValid(_text.Slice(_at, 1)) || Next is ':' or '/'))
        {
            _at++;
        }

        return new BareItem(BareKind.Token, _text[start.._at].ToString());
    }

    private void SkipBlanks(bool withTabs)
    {
        while (Next == ' ' || (withTabs && Next == '\t'))
        {
            _at++;
        }
    }

    private static bool IsCanonicalBase64(ReadOnlySpan<char> text)
    {
        byte[]? rented = text.Length > StackBytes ? ArrayPool<byte>.Shared.Rent(text.Length) : null;
        Span<byte> bytes = rented ?? stackalloc byte[StackBytes];
        bool isCanonical = !text.ContainsAny(" \t\r\n")
            && Ascii.FromUtf16(text, bytes, out int length) == OperationStatus.Done
            && System.Buffers.Text.Base64.DecodeFromUtf8InPlace(bytes[..length], out _) == OperationStatus.Done;
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return isCanonical;
    }

    private static bool IsLowerHex(char c) => char.IsAsciiHexDigitLower(c);
}
