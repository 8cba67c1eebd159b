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

    /// <summary>A value of the scheme's own; empty if the request doesn't carry it.</summary>
    /// <param name="name">Its name in <c>SchemeDefinition.Values</c>.</param>
    public ReadOnlySpan<char> GetValue(string name) =>
        Context.Configured.TryGetValue(name, out string? text) ? text
        : Context.Fields.TryGetValue(name, out ClaimField field) ? _claim.Get(field).Span
        : default;

    /// <summary>Whether the request has no signature yet, so that there is nothing to cut out.</summary>
    internal bool IsSigning { get; }

    internal MessageContext Context { get; }

    internal TimestampFormat TimestampFormat => Context.TimestampFormat;

    internal ref readonly RequestClaim Claim => ref _claim;

    internal ClaimValue Get(ClaimField field) => _claim.Get(field);
}
