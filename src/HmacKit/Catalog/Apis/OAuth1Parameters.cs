using System.Buffers;
using System.Text;

namespace HmacKit;

/// <summary>
/// The parameters of a request that OAuth 1.0 signs (RFC 5849 section 3.4.1.3). Only its own ones become texts; the others are a stranger's, and are looked at where they are.
/// </summary>
internal sealed class OAuth1Parameters
{
    private const string FormType = "application/x-www-form-urlencoded";

    private const int MaxOwn = 32;

    /// <summary>The longest of its own, with escapes: three times what a claim takes.</summary>
    private const int MaxLength = 3 * 2048;

    private readonly List<(string Name, string Value)> _own = [];
    private CarrierKind? _place;

    /// <summary>Where the parameters whose name begins with <c>oauth_</c> are, or are to be.</summary>
    public CarrierKind Place => _place ?? CarrierKind.Header;

    /// <summary>OAuth's own parameters of a request; null if they can't be read, or one is there twice.</summary>
    public static OAuth1Parameters? Of(RequestSource request, ReadOnlySpan<byte> body)
    {
        var own = new OAuth1Parameters();
        return own.TryTakeHeader(request) && own.TryTakeQuery(request.Target) && (!IsForm(request) || own.TryTake(body, CarrierKind.Form)) ? own : null;
    }

    /// <summary>All parameters of a request but the signature; false if they are too many, or one can't be decoded.</summary>
    public static bool TryGather(RequestSource request, ReadOnlySpan<byte> body, CanonicalParameters all)
    {
        var header = new OAuth1Header(request);
        bool isTaken = true;
        while (isTaken && header.MoveNext())
        {
            isTaken = all.TryAdd(header.Name, header.Value, isDecoded: true);
        }

        isTaken = isTaken && !header.IsMalformed && all.TryAddQuery(request.Target) && (!IsForm(request) || all.TryAdd(body));
        all.Remove("oauth_signature"u8);
        return isTaken;
    }

    /// <summary>The decoded value of one of OAuth's own; null if it isn't there.</summary>
    public string? Find(string name)
    {
        int at = _own.FindIndex(pair => pair.Name == name);
        return at < 0 ? null : _own[at].Value;
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

    private bool TryTakeHeader(RequestSource request)
    {
        var header = new OAuth1Header(request);
        Span<byte> name = stackalloc byte[256];
        while (header.MoveNext())
        {
            _place = CarrierKind.Header;
            byte[] value = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(header.Value.Length));
            bool isTaken = header.Name.Length <= name.Length / 3
                && CanonicalText.TryGetUtf8(header.Name, name, out int nameLength)
                && CanonicalText.TryGetUtf8(header.Value, value, out int valueLength)
                && (!IsOwn(name[..nameLength]) || TryTake(name[..nameLength], value.AsSpan(0, valueLength), plusIsBlank: false));
            ArrayPool<byte>.Shared.Return(value);
            if (!isTaken)
            {
                return false;
            }
        }

        return !header.IsMalformed;
    }

    private bool TryTakeQuery(string target)
    {
        ReadOnlySpan<char> query = target.AsSpan(target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark ? mark + 1 : target.Length);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(query.Length));
        bool isTaken = CanonicalText.TryGetUtf8(query, bytes, out int length) && TryTake(bytes.AsSpan(0, length), CarrierKind.Query);
        ArrayPool<byte>.Shared.Return(bytes);
        return isTaken;
    }

    private bool TryTake(ReadOnlySpan<byte> text, CarrierKind place)
    {
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'&');
            ReadOnlySpan<byte> pair = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            int equals = pair.IndexOf((byte)'=');
            ReadOnlySpan<byte> name = equals < 0 ? pair : pair[..equals];
            if (!IsOwn(name))
            {
                continue;
            }

            _place ??= place;
            if (!TryTake(name, equals < 0 ? default : pair[(equals + 1)..], plusIsBlank: true))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryTake(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool plusIsBlank)
    {
        if (_own.Count == MaxOwn || Math.Max(name.Length, value.Length) > MaxLength)
        {
            return false;
        }

        Span<byte> decoded = stackalloc byte[MaxLength];
        if (!CanonicalText.TryDecode(name, decoded, out int length, plusIsBlank))
        {
            return false;
        }

        // A reader that takes the first of two and one that takes the last would see two requests.
        string text = Encoding.UTF8.GetString(decoded[..length]);
        if (Find(text) is not null || !CanonicalText.TryDecode(value, decoded, out length, plusIsBlank))
        {
            return false;
        }

        _own.Add((text, Encoding.UTF8.GetString(decoded[..length])));
        return true;
    }

    private static bool IsOwn(ReadOnlySpan<byte> name) => CanonicalText.StartsWith(name, "oauth_"u8);
}
