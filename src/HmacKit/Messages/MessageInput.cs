namespace HmacKit;

/// <summary>What a part of a message is written from: the request and what it claims of itself.</summary>
public readonly ref struct MessageInput
{
    private readonly ref readonly RequestClaim _claim;

    internal MessageInput(RequestSource request, ReadOnlySpan<byte> body, in RequestClaim claim, TimestampFormat timestampFormat)
    {
        Request = request;
        Body = body;
        TimestampFormat = timestampFormat;
        _claim = ref claim;
    }

    /// <summary>The request's head. Don't read the body through it: it has been read.</summary>
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

    internal TimestampFormat TimestampFormat { get; }

    internal ClaimValue Get(ClaimField field) => _claim.Get(field);
}
