using System.Buffers;
using System.Text;
using System.Text.Json;

namespace HmacKit;

/// <summary>
/// How a vendor makes sure that an endpoint is its customer's before it sends events there, or to find out whether it is still there.
/// Immutable, safe to share.
/// </summary>
/// <remarks>
/// A handshake whose answer is a MAC under the key of the events takes a token of letters, digits and <c>-_.~+/=</c> only, at most 256 of
/// them, and needs events that are JSON objects: so no answer is ever the signature of an event.
/// </remarks>
public sealed class Handshake
{
    internal const int MaxEcho = 1024;
    internal const int MaxToken = 256;

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~+/=");

    private readonly Kind _kind;
    private readonly string _name;
    private readonly JsonPointer? _value;
    private readonly JsonPointer? _type;
    private readonly string _typeValue = "";
    private readonly string _member = "";
    private readonly string _macMember = "";
    private readonly string _macPrefix = "";
    private readonly TagEncoding _encoding;
    private readonly string? _tokenParameter;

    private Handshake(Kind kind, string method, string name)
    {
        _kind = kind;
        Method = method;
        _name = name;
    }

    // Of a signed POST.
    private Handshake(Kind kind, string value, string type, string typeValue)
        : this(kind, "POST", "")
    {
        _value = Parse(value);
        _type = Parse(type);
        _typeValue = typeValue;
    }

    private Handshake(Kind kind, string method, string name, string? tokenParameter, string member, string macMember = "", string macPrefix = "", TagEncoding encoding = default)
        : this(kind, method, name) => (_tokenParameter, _member, _macMember, _macPrefix, _encoding) = (tokenParameter, member, macMember, macPrefix, encoding);

    private Handshake(string value, string type, string typeValue, string member, string macMember, TagEncoding encoding)
        : this(Kind.MacOfJson, value, type, typeValue) => (_member, _macMember, _encoding) = (member, macMember, encoding);

    private enum Kind
    {
        EchoJson,
        MacOfJson,
        NoEvents,
        EchoQuery,
        MacOfQuery,
        EchoHeader,
        EchoSignedHeader,
        EchoUnsignedHeader,
        Secret,
        Head,
    }

    /// <summary>An empty 200 to HEAD.</summary>
    public static Handshake OfHead { get; } = new(Kind.Head, "HEAD", "");

    /// <summary>The method of its requests: <c>GET</c>, <c>HEAD</c> or <c>POST</c>.</summary>
    public string Method { get; }

    /// <summary>Whether its requests are signed like events, so that it is answered only after the verification.</summary>
    public bool IsSigned => _kind is Kind.EchoJson or Kind.MacOfJson or Kind.NoEvents or Kind.EchoSignedHeader;

    /// <summary>Whether somebody has to say that the vendor's question is expected: by the token that was agreed on with the vendor, or by code.</summary>
    public bool NeedsConsent => _tokenParameter is not null || _kind == Kind.Secret;

    /// <summary>Whether the request carries the secret of events to come.</summary>
    public bool CarriesSecret => _kind == Kind.Secret;

    /// <summary>Whether the answer is a MAC under the key of the events, which then have to be JSON objects.</summary>
    public bool AnswersWithMac => _kind is Kind.MacOfJson or Kind.MacOfQuery;

    /// <summary>A signed JSON of a type of its own, whose challenge comes back as text.</summary>
    /// <param name="challenge">The pointer of the challenge.</param>
    /// <param name="type">The pointer of the type.</param>
    /// <param name="typeValue">What the type is for a handshake.</param>
    /// <exception cref="ArgumentException">A pointer is none.</exception>
    public static Handshake EchoOfJson(string challenge, string type, string typeValue) => new(Kind.EchoJson, challenge, type, typeValue);

    /// <summary>A signed JSON of a type of its own, answered with JSON: its token, and the token's MAC.</summary>
    /// <param name="token">The pointer of the token.</param>
    /// <param name="type">The pointer of the type.</param>
    /// <param name="typeValue">What the type is for a handshake.</param>
    /// <param name="tokenMember">The answer's member with the token.</param>
    /// <param name="macMember">The answer's member with the MAC.</param>
    /// <param name="encoding">How the MAC is written.</param>
    /// <exception cref="ArgumentException">A pointer is none.</exception>
    public static Handshake MacOfJson(string token, string type, string typeValue, string tokenMember, string macMember, TagEncoding encoding) =>
        new(token, type, typeValue, tokenMember, macMember, encoding);

    /// <summary>A signed JSON with an empty array of events, answered with an empty 200.</summary>
    /// <param name="array">The pointer of the array.</param>
    /// <exception cref="ArgumentException">The pointer is none.</exception>
    public static Handshake OfNoEvents(string array) => new(Kind.NoEvents, array, array, "");

    /// <summary>A parameter of the query that comes back as text.</summary>
    /// <param name="parameter">The parameter with the challenge, such as <c>hub.challenge</c>.</param>
    /// <param name="tokenParameter">The parameter with the token that was agreed on, compared in constant time; null if the vendor has none.</param>
    /// <param name="method">GET or POST; GET by default.</param>
    public static Handshake EchoOfQuery(string parameter, string? tokenParameter = null, string method = "GET") =>
        new(Kind.EchoQuery, method, parameter, tokenParameter, "");

    /// <summary>A parameter of the query, of a GET, whose MAC comes back in JSON.</summary>
    /// <param name="parameter">The parameter with the token.</param>
    /// <param name="member">The answer's member with the MAC.</param>
    /// <param name="prefix">What stands before the MAC.</param>
    /// <param name="encoding">How the MAC is written.</param>
    /// <param name="tokenMember">The answer's member with the token itself; null, the default, if it isn't wanted back.</param>
    public static Handshake MacOfQuery(string parameter, string member, string prefix, TagEncoding encoding, string? tokenMember = null) =>
        new(Kind.MacOfQuery, "GET", parameter, tokenParameter: null, tokenMember ?? "", member, prefix, encoding);

    /// <summary>A header that comes back in JSON: of a GET, which isn't signed, or of a POST, which is signed like an event.</summary>
    /// <param name="header">The header with the challenge.</param>
    /// <param name="member">The answer's member.</param>
    /// <param name="method">GET or POST; GET by default.</param>
    /// <exception cref="ArgumentException">The method is another.</exception>
    public static Handshake EchoOfHeader(string header, string member, string method = "GET") => method switch
    {
        "GET" => new(Kind.EchoHeader, method, header, tokenParameter: null, member),
        "POST" => new(Kind.EchoSignedHeader, method, header, tokenParameter: null, member),
        _ => throw new ArgumentException($"A header is echoed for GET or POST, not for '{method}'.", nameof(method)),
    };

    /// <summary>An unsigned POST whose header comes back as it is. Nothing of it matters afterwards: for a secret there is <see cref="OfSecret"/>.</summary>
    /// <param name="header">The header with the challenge.</param>
    public static Handshake EchoOfHeader(string header) => new(Kind.EchoUnsignedHeader, "POST", header);

    /// <summary>An unsigned POST whose header carries the secret of the events to come, and comes back as it is.</summary>
    /// <param name="header">The header with the secret.</param>
    public static Handshake OfSecret(string header) => new(Kind.Secret, "POST", header);

    /// <summary>Answers a request, which for a signed handshake has been verified. Whatever it holds, nothing is thrown.</summary>
    /// <param name="request">The request.</param>
    public HandshakeAnswer Answer(in HandshakeRequest request)
    {
        ArgumentNullException.ThrowIfNull(request.Source, nameof(request));
        if (request.Source.Method != Method)
        {
            return default;
        }

        return _kind switch
        {
            Kind.Head => HandshakeAnswer.Empty(),
            Kind.EchoJson or Kind.MacOfJson => AnswerJson(request),
            Kind.NoEvents => HasNoEvents(request.Body.Span) ? HandshakeAnswer.Empty() : default,
            Kind.EchoQuery or Kind.MacOfQuery => AnswerQuery(request),
            _ => AnswerHeader(request.Source.GetHeader(_name)),
        };
    }

    private static JsonPointer Parse(string member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return JsonPointer.Parse(member) ?? throw new ArgumentException($"'{member}' isn't a pointer of at most {JsonPointer.MaxSteps} steps: write '/' before each member.", nameof(member));
    }

    private HandshakeAnswer AnswerJson(in HandshakeRequest request)
    {
        ReadOnlySpan<byte> body = request.Body.Span;
        if (ReadText(_type!, body, MaxToken) != _typeValue)
        {
            return default;
        }

        string? value = ReadText(_value!, body, MaxEcho);
        return value is null || value.Length == 0 ? HandshakeAnswer.Refused
            : _kind == Kind.EchoJson ? Echo(value)
            : Mac(request.Key, value) is not { } mac ? HandshakeAnswer.Refused
            : HandshakeAnswer.Json($$"""{"{{_member}}":"{{value}}","{{_macMember}}":"{{mac}}"}""");
    }

    private bool HasNoEvents(ReadOnlySpan<byte> body)
    {
        if (_value!.Find(body, out JsonSlice slice) != JsonPointer.Outcome.Found || slice.Type != JsonTokenType.StartArray)
        {
            return false;
        }

        var reader = new Utf8JsonReader(body.Slice(slice.Start, slice.Length));
        return reader.Read() && reader.Read() && reader.TokenType == JsonTokenType.EndArray;
    }

    private HandshakeAnswer AnswerQuery(in HandshakeRequest request)
    {
        ReadOnlySpan<char> query = TargetText.Query(request.Source.Target);
        if (ParameterText.Find(query, _name, out _, out _) == 0)
        {
            // A GET is nothing else; a POST without it is an event.
            return Method == "GET" ? HandshakeAnswer.Refused : default;
        }

        if (ReadParameter(query, _name) is not { Length: > 0 } value)
        {
            return HandshakeAnswer.Refused;
        }

        if (_kind == Kind.MacOfQuery)
        {
            string echo = _member.Length == 0 ? "" : $"\"{_member}\":\"{value}\",";
            return Mac(request.Key, value) is { } mac ? HandshakeAnswer.Json($$"""{{{echo}}"{{_macMember}}":"{{_macPrefix}}{{mac}}"}""") : HandshakeAnswer.Refused;
        }

        // Without an agreed token it is for others to say whether the question is expected; with one nothing else is.
        bool isExpected = _tokenParameter is null
            || request.VerifyToken is not { } token
            || (ReadParameter(query, _tokenParameter) is { } given && ConstantTime.AreEqual(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(token)));
        return isExpected ? Echo(value) : HandshakeAnswer.Refused;
    }

    private HandshakeAnswer AnswerHeader(HeaderValue header)
    {
        if (header.IsMissing)
        {
            return Method == "GET" ? HandshakeAnswer.Refused : default;
        }

        if (header.Value is not { Length: > 0 and <= MaxEcho } value || value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return HandshakeAnswer.Refused;
        }

        return _kind is Kind.Secret or Kind.EchoUnsignedHeader
            ? HandshakeAnswer.Header(_name, value)
            : HandshakeAnswer.Json($$"""{"{{_member}}":"{{JsonEncodedText.Encode(value)}}"}""");
    }

    private static HandshakeAnswer Echo(string value) =>
        value.AsSpan().ContainsAnyInRange('\0', '\x1f') ? HandshakeAnswer.Refused : HandshakeAnswer.Text(value);

    /// <summary>The MAC of a token; null for what isn't one.</summary>
    private string? Mac(HmacKey? key, string token)
    {
        if (key is null || token.Length > MaxToken || token.AsSpan().ContainsAnyExcept(TokenCharacters))
        {
            return null;
        }

        Span<byte> tag = stackalloc byte[TagText.MaxTagSize];
        tag = tag[..key.ComputeTag(Encoding.ASCII.GetBytes(token), tag)];
        return _encoding switch
        {
            TagEncoding.Base64 => Convert.ToBase64String(tag),
            _ => Convert.ToHexStringLower(tag),
        };
    }

    private static string? ReadText(JsonPointer pointer, ReadOnlySpan<byte> body, int max)
    {
        if (pointer.Find(body, out JsonSlice slice) != JsonPointer.Outcome.Found || slice.Type != JsonTokenType.String || slice.Length > max)
        {
            return null;
        }

        Span<byte> text = stackalloc byte[MaxEcho];
        return JsonShape.TryCopyText(body.Slice(slice.Start, slice.Length), text, out int length) ? Encoding.UTF8.GetString(text[..length]) : null;
    }

    /// <summary>A parameter that is there exactly once, decoded; null if it isn't, or is too long.</summary>
    private static string? ReadParameter(ReadOnlySpan<char> query, string name) =>
        ParameterText.Find(query, name, out int start, out int length) == 1 && length <= 3 * MaxEcho
        && Uri.UnescapeDataString(query.Slice(start, length).ToString().Replace('+', ' ')) is { Length: <= MaxEcho } value
            ? value
            : null;
}
