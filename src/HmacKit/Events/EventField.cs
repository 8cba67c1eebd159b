using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HmacKit;

/// <summary>
/// Where a vendor's webhook names its event or the event's type. It is read from a request that has been verified, in one pass and
/// without a tree. Immutable, safe to share.
/// </summary>
public sealed class EventField
{
    /// <summary>The most bytes of a name of an event or a type.</summary>
    internal const int MaxBytes = 256;

    /// <summary>The most events of one body.</summary>
    internal const int MaxEvents = 1000;

    private readonly Source _source;
    private readonly JsonPointer? _pointer;
    private readonly JsonPointer? _array;

    private readonly string? _member;

    private EventField(Source source, JsonPointer? pointer = null, JsonPointer? array = null, string? header = null, string? member = null)
    {
        _source = source;
        _member = member;
        _pointer = pointer;
        _array = array;
        HeaderName = header;
    }

    private enum Source
    {
        Id,
        Nonce,
        SignedContent,
        Body,
        Json,
        Xml,
        Header,
    }

    /// <summary>The <c>{id}</c> that the scheme signs.</summary>
    public static EventField SignedId { get; } = new(Source.Id);

    /// <summary>The <c>{nonce}</c> that the scheme signs.</summary>
    public static EventField SignedNonce { get; } = new(Source.Nonce);

    /// <summary>A SHA-256 of the signed time and the body: an event that is signed anew when it is sent again counts as another one.</summary>
    public static EventField SignedContent { get; } = new(Source.SignedContent);

    /// <summary>A SHA-256 of the body: for vendors that sign anew when they send again, and whose bodies never say the same of two events.</summary>
    public static EventField BodyDigest { get; } = new(Source.Body);

    /// <summary>The header that has the value; null if it is elsewhere. No signature covers it, unless the scheme signs this header.</summary>
    public string? HeaderName { get; }

    /// <summary>Whether the signature covers the value.</summary>
    public bool IsSigned => _source != Source.Header;

    /// <summary>The pointer of the array whose elements are the events; null if a body is one event.</summary>
    public string? ArrayPointer => _array?.Text;

    /// <summary>The pointer of the member with the value; null if it isn't in the body.</summary>
    public string? MemberPointer => _pointer?.Text;

    /// <summary>A text, number or truth value in the JSON body.</summary>
    /// <param name="member">Where it is (RFC 6901), such as <c>/event/id</c>; at most 16 steps.</param>
    /// <exception cref="ArgumentException">It isn't a pointer.</exception>
    public static EventField Json(string member) => new(Source.Json, Parse(member));

    /// <summary>A member of each event, in a body that carries several.</summary>
    /// <param name="array">Where the array of events is, such as <c>/events</c>. At most 1,000 are taken.</param>
    /// <param name="member">Where the member is within an event.</param>
    /// <exception cref="ArgumentException">One of them isn't a pointer.</exception>
    public static EventField JsonOfEach(string array, string member) => new(Source.Json, Parse(member), Parse(array));

    /// <summary>A member of an XML body, which is of the kind that <see cref="SchemeDefinition.Xml"/> says.</summary>
    /// <param name="member">Its name, such as <c>transaction_id</c>.</param>
    /// <exception cref="ArgumentException">It can't be the name of a member.</exception>
    public static EventField Xml(string member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return FlatXml.IsName(member) ? new EventField(Source.Xml, member: member) : throw new ArgumentException($"'{member}' can't be the name of an XML member.", nameof(member));
    }

    /// <summary>A header that the signature doesn't cover: anyone on the way can change it, and so have an event handled twice or not at all.</summary>
    /// <param name="name">The header's name.</param>
    /// <exception cref="ArgumentException">It isn't the name of a header.</exception>
    public static EventField Header(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return HttpToken.IsValid(name) ? new EventField(Source.Header, header: name) : throw new ArgumentException($"'{name}' isn't the name of a header.", nameof(name));
    }

    /// <summary>The events of a body: the body itself, or the elements of its array. False if the array isn't there, or has over 1,000 elements.</summary>
    /// <param name="body">The verified body.</param>
    /// <param name="events">The bytes of each event, all of them parts of the body.</param>
    public bool TrySplit(ReadOnlyMemory<byte> body, out IReadOnlyList<ReadOnlyMemory<byte>> events)
    {
        events = [body];
        if (_array is null)
        {
            return true;
        }

        if (_array.Find(body.Span, out JsonSlice array) != JsonPointer.Outcome.Found || array.Type != JsonTokenType.StartArray)
        {
            events = [];
            return false;
        }

        ReadOnlyMemory<byte> text = body.Slice(array.Start, array.Length);
        var found = new List<ReadOnlyMemory<byte>>();
        var reader = new Utf8JsonReader(text.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray && found.Count <= MaxEvents)
        {
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            found.Add(text[start..(int)reader.BytesConsumed]);
        }

        events = found.Count <= MaxEvents ? found : [];
        return found.Count <= MaxEvents;
    }

    /// <summary>Reads the value: 1 to 256 bytes, none of them a control character.</summary>
    /// <param name="verified">What was verified.</param>
    /// <param name="header">What the request has under <see cref="HeaderName"/>.</param>
    /// <param name="value">The value; empty unless it was found.</param>
    public EventFieldStatus Read(in SignedEvent verified, HeaderValue header, out string value)
    {
        string? found = null;
        bool isMalformed = false;
        switch (_source)
        {
            case Source.Id:
                found = verified.Id;
                break;
            case Source.Nonce:
                found = verified.Nonce;
                break;
            case Source.SignedContent:
                found = string.Create(CultureInfo.InvariantCulture, $"{verified.SignedAt?.ToUnixTimeMilliseconds()}.{Convert.ToHexStringLower(SHA256.HashData(verified.Body.Span))}");
                break;
            case Source.Body:
                found = Convert.ToHexStringLower(SHA256.HashData(verified.Body.Span));
                break;
            case Source.Json:
                isMalformed = !TryReadJson(verified.Body.Span, out found);
                break;
            case Source.Xml:
                isMalformed = !TryReadXml(verified.Body.Span, out found);
                break;
            case Source.Header:
                (found, isMalformed) = (header.Value, header.IsRepeated);
                break;
        }

        isMalformed = isMalformed || (found is not null && !IsName(found));
        value = isMalformed ? "" : found ?? "";
        return isMalformed ? EventFieldStatus.Malformed : found is null ? EventFieldStatus.Missing : EventFieldStatus.Found;
    }

    /// <summary>Where the value is.</summary>
    public override string ToString() => _source switch
    {
        Source.Id => "the signed id",
        Source.Nonce => "the signed nonce",
        Source.SignedContent => "a digest of time and body",
        Source.Body => "a digest of the body",
        Source.Json when _array is not null => $"{_pointer!.Text} of each of {_array.Text}",
        Source.Json => _pointer!.Text,
        Source.Xml => $"the XML member {_member}",
        _ => $"header {HeaderName}, which isn't signed",
    };

    // It is written into logs, headers and databases.
    private static bool IsName(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxBytes && !text.ContainsAnyInRange('\0', '\x1F') && !text.ContainsAnyInRange('\x7F', '\x9F');

    private static JsonPointer Parse(string member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return JsonPointer.Parse(member) ?? throw new ArgumentException($"'{member}' isn't a pointer of at most {JsonPointer.MaxSteps} steps: write '/' before each member, such as '/event/id'.", nameof(member));
    }

    /// <summary>False if it can't be told; a null value if there is none.</summary>
    private bool TryReadJson(ReadOnlySpan<byte> body, out string? value)
    {
        value = null;
        switch (_pointer!.Find(body, out JsonSlice slice))
        {
            case JsonPointer.Outcome.Missing:
                return true;
            case JsonPointer.Outcome.Malformed:
                return false;
        }

        if (slice.Type == JsonTokenType.Null)
        {
            return true;
        }

        Span<byte> text = stackalloc byte[MaxBytes];
        if (!slice.IsScalar || slice.Length > MaxBytes || !JsonShape.TryCopyText(body.Slice(slice.Start, slice.Length), text, out int length))
        {
            return false;
        }

        value = Encoding.UTF8.GetString(text[..length]);
        return true;
    }

    private bool TryReadXml(ReadOnlySpan<byte> body, out string? value)
    {
        value = null;
        ClaimOutcome outcome = FlatXml.Find(body, _member, out ReadOnlySpan<byte> written);
        Span<byte> text = stackalloc byte[2 * MaxBytes];
        if (outcome != ClaimOutcome.Found || written.Length > text.Length || !FlatXml.TryDecode(written, text, out int length))
        {
            return outcome == ClaimOutcome.Missing;
        }

        value = Encoding.UTF8.GetString(text[..length]);
        return true;
    }
}
