namespace HmacKit;

/// <summary>What a part of a message is written from: the request and what it claims of itself.</summary>
public readonly ref struct MessageInput
{
    private readonly ref readonly RequestClaim _claim;

    internal MessageInput(RequestSource request, ReadOnlySpan<byte> body, in RequestClaim claim, MessageContext context, bool isSigning = false)
    {
        Request = request;
        Body = body;
        Context = context;
        IsSigning = isSigning;
        _claim = ref claim;
    }

    /// <summary>
    /// The request's head; for a signer with the headers, parameters and fields that it is about to set, except the
    /// signature. Don't read the body through it: it has been read.
    /// </summary>
    public RequestSource Request { get; }

    /// <summary>The body's bytes.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>The key id that the request names; empty if the scheme has none.</summary>
    public ReadOnlySpan<char> KeyId => _claim.KeyId.Span;

    /// <summary>The message or event id; empty if the scheme has none.</summary>
    public ReadOnlySpan<char> Id => _claim.Id.Span;

    /// <summary>The nonce; empty if the scheme has none.</summary>
    public ReadOnlySpan<char> Nonce => _claim.Nonce.Span;

    /// <summary>The signing time in Unix milliseconds; zero if the scheme has none.</summary>
    public long UnixMilliseconds => _claim.UnixMilliseconds;

    /// <summary>The signing time as it is written on the wire; empty if the scheme has none. A signer makes a string of it.</summary>
    public string Timestamp
    {
        get
        {
            if (_claim.Timestamp.IsPresent || !Context.CarriesTimestamp)
            {
                return _claim.Timestamp.ToString();
            }

            Span<byte> text = stackalloc byte[TimestampText.MaxLength];
            return System.Text.Encoding.ASCII.GetString(text[..TimestampText.Format(TimestampFormat, UnixMilliseconds, text)]);
        }
    }

    /// <summary>When the signature ends, as it is written on the wire; empty if the request doesn't say.</summary>
    public ReadOnlySpan<char> Expires => _claim.Get(ClaimField.Expires).Span;

    /// <summary>The list of signed headers, as it is written on the wire; empty if the scheme has none.</summary>
    public ReadOnlySpan<char> SignedHeaders => _claim.Get(ClaimField.SignedHeaders).Span;

    /// <summary>Which of the request's signatures the message is for, counted from 0; see <c>SchemeCode.CountSignatures</c>.</summary>
    public int SignatureIndex => _claim.SignatureIndex;

    /// <summary>Whether the request is about to be signed and has no signature yet.</summary>
    public bool IsSigning { get; }

    /// <summary>The same with another target, for a vendor that signs another spelling of it than is sent.</summary>
    /// <param name="target">Path and query as they are signed.</param>
    public MessageInput WithTarget(string target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new(new OtherTarget(Request, target), Body, _claim, Context, IsSigning);
    }

    /// <summary>A value of the scheme's own; empty if the request doesn't carry it.</summary>
    /// <param name="name">Its name in <c>SchemeDefinition.Values</c>.</param>
    public ReadOnlySpan<char> GetValue(string name) =>
        Context.Configured.TryGetValue(name, out string? text) ? text
        : Array.IndexOf(Context.Own, name) is >= 0 and int own ? _claim.Get(ClaimField.Own + own).Span
        : default;

    /// <summary>
    /// Writes the decoded value of a header, parameter, field or JSON member; nothing if it isn't there. For a part or scheme in
    /// code that finds its places while it reads; a template says the same with <c>{json:/POINTER}</c> and its like.
    /// </summary>
    /// <param name="kind">Where it is; path segments and cookies aren't among it.</param>
    /// <param name="name">The name of the header, parameter or field, or the pointer of the JSON member.</param>
    /// <param name="writer">Takes the bytes.</param>
    /// <returns>False if it is there twice, can't be decoded, or is an object or array.</returns>
    public bool TryWrite(CarrierKind kind, string name, ref MessageWriter writer)
    {
        ArgumentNullException.ThrowIfNull(name);
        MessagePart part = kind switch
        {
            CarrierKind.Header => new HeaderPart(name),
            CarrierKind.Query or CarrierKind.Form => new ParameterPart(kind, name),
            CarrierKind.Json when JsonPointer.Of(name) is { } pointer => new JsonPart(pointer),
            _ => throw new ArgumentException($"A message takes headers, parameters, fields and JSON members by pointer, not {kind} '{name}'.", nameof(kind)),
        };
        return part.TryWrite(this, ref writer);
    }

    internal MessageContext Context { get; }

    internal TimestampFormat TimestampFormat => Context.TimestampFormat;

    internal ref readonly RequestClaim Claim => ref _claim;

    internal ClaimValue Get(ClaimField field) => _claim.Get(field);

    private sealed class OtherTarget(RequestSource request, string target) : RequestView(request)
    {
        public override string Target => target;
    }
}
