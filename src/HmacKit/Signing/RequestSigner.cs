using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit;

/// <summary>Signs requests of one scheme with the keys of one ring. Safe to share between threads; make one for the whole program.</summary>
/// <remarks>
/// The primary key signs. Where the scheme's header has room for several signatures (<see cref="SignatureScheme.SignsWithAllKeys"/>:
/// Stripe, Standard Webhooks, Svix, Paddle, PagerDuty), so do the ring's other keys that are accepted at the signing
/// time, behind the primary one's and in the order of the ring: a receiver that still has the old secret accepts the request.
/// </remarks>
public sealed class RequestSigner
{
    private readonly TimeProvider _time;

    /// <summary>A signer.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="keys">The ring whose keys sign, and whose id the request names.</param>
    /// <param name="time">Where the time comes from; the system's clock by default.</param>
    /// <exception cref="ArgumentException">The key is for another algorithm, or the scheme needs a key id and the ring has none.</exception>
    public RequestSigner(SignatureScheme scheme, KeyRing keys, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Primary.Algorithm != scheme.Algorithm)
        {
            throw new ArgumentException($"Scheme '{scheme.Name}' uses {scheme.Algorithm}, but the primary key is for {keys.Primary.Algorithm}.", nameof(keys));
        }

        if (scheme.HasKeyId && keys.Id.Length == 0)
        {
            throw new ArgumentException($"Requests of scheme '{scheme.Name}' name their key: give the ring its key id.", nameof(keys));
        }

        Scheme = scheme;
        Keys = keys;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>A signer for a scheme without key ids: the usual webhook.</summary>
    /// <inheritdoc cref="RequestSigner(SignatureScheme, KeyRing, TimeProvider?)"/>
    public RequestSigner(SignatureScheme scheme, HmacKey key, TimeProvider? time = null)
        : this(scheme, new KeyRing(key), time)
    {
    }

    /// <summary>The scheme that this signs for.</summary>
    public SignatureScheme Scheme { get; }

    /// <summary>The ring whose keys sign.</summary>
    public KeyRing Keys { get; }

    /// <summary>Signs a request in memory.</summary>
    /// <inheritdoc cref="Sign(RequestSource, ReadOnlySpan{byte}, SigningValues)"/>
    public SignedHeaders Sign(RawRequest request, SigningValues values = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Sign(request, request.Body.Span, values);
    }

    /// <summary>Signs a request: returns the headers to set on it.</summary>
    /// <param name="request">The request's head as it will be sent; its own signature headers aren't looked at.</param>
    /// <param name="body">The body's bytes as they will be sent.</param>
    /// <param name="values">Time, id and nonce, where they aren't to be made up.</param>
    /// <exception cref="ArgumentException">The request can't be expressed in the scheme: an id or nonce with a delimiter, a repeated query name.</exception>
    [SkipLocalsInit]
    public SignedHeaders Sign(RequestSource request, ReadOnlySpan<byte> body, SigningValues values = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Scheme.Carries.Contains(ClaimField.Nonce) && values.Nonce is null)
        {
            values = values with { Nonce = RandomNumberGenerator.GetHexString(32, lowercase: true) };
        }

        if (Scheme.Carries.Contains(ClaimField.Id) && values.Id is null)
        {
            values = values with { Id = RandomNumberGenerator.GetHexString(32, lowercase: true) };
        }

        RequestClaim claim = ToClaim(values);
        Span<byte> tags = stackalloc byte[KeyRing.MaxKeys * TagText.MaxTagSize];
        tags = tags[..ComputeTags(request, body, claim, tags, Scheme.SignsWithAllKeys)];
        var headers = new KeyValuePair<string, string>[Scheme.HeaderSpan.Length];
        for (int i = 0; i < headers.Length; i++)
        {
            headers[i] = new(Scheme.HeaderSpan[i].Name, Format(Scheme.HeaderSpan[i], claim, tags));
        }

        return new SignedHeaders(headers);
    }

    /// <summary>
    /// Computes the primary key's signature alone, without allocating, in the encoding of the scheme (for example 64 hex digits, as
    /// ASCII), for callers that set the headers themselves.
    /// </summary>
    /// <param name="request">The request's head as it will be sent.</param>
    /// <param name="body">The body's bytes as they will be sent.</param>
    /// <param name="values">Time, id and nonce; those that the scheme signs must be there.</param>
    /// <param name="signature">Receives the signature; 128 bytes are always enough.</param>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="ArgumentException">A value is missing, the request can't be expressed in the scheme, or <paramref name="signature"/> is too small.</exception>
    [SkipLocalsInit]
    public int Sign(RequestSource request, ReadOnlySpan<byte> body, in SigningValues values, Span<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(request);
        Span<byte> tag = stackalloc byte[TagText.MaxTagSize];
        tag = tag[..Scheme.Algorithm.TagSize];
        TagEncoding encoding = Scheme.SignatureGrammar.SignatureEncoding;
        if (signature.Length < TagText.Length(encoding, tag.Length))
        {
            throw new ArgumentException($"The signature needs {TagText.Length(encoding, tag.Length)} bytes.", nameof(signature));
        }

        ComputeTags(request, body, ToClaim(values), tag, withAllKeys: false);
        return TagText.Encode(encoding, tag, signature);
    }

    /// <summary>Writes the exact message that would be signed: for looking at it.</summary>
    /// <inheritdoc cref="Sign(RequestSource, ReadOnlySpan{byte}, SigningValues)"/>
    public byte[] GetMessage(RequestSource request, ReadOnlySpan<byte> body, SigningValues values)
    {
        ArgumentNullException.ThrowIfNull(request);
        return GetMessage(Scheme, request, body, ToClaim(values));
    }

    internal static byte[] GetMessage(SignatureScheme scheme, RequestSource request, ReadOnlySpan<byte> body, in RequestClaim claim)
    {
        var writer = new MessageWriter(stackalloc byte[MessageWriter.StackBytes]);
        try
        {
            Write(scheme, new MessageInput(request, body, claim, scheme.TimestampFormat), ref writer);
            return [.. writer.Head, .. writer.Body, .. writer.Tail];
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static void Write(SignatureScheme scheme, in MessageInput input, ref MessageWriter writer)
    {
        if (!scheme.Plan.TryWrite(input, ref writer))
        {
            throw new ArgumentException(
                $"The request can't be expressed in scheme '{scheme.Name}' ({scheme.Message}): a value that it signs is missing, isn't printable ASCII or contains the text that ends it, or a query name occurs twice.");
        }
    }

    /// <summary>Writes the tags one behind the other, the primary key's first, and returns how many bytes they are.</summary>
    [SkipLocalsInit]
    private int ComputeTags(RequestSource request, ReadOnlySpan<byte> body, in RequestClaim claim, Span<byte> tags, bool withAllKeys)
    {
        int size = Scheme.Algorithm.TagSize;
        var writer = new MessageWriter(stackalloc byte[MessageWriter.StackBytes]);
        try
        {
            Write(Scheme, new MessageInput(request, body, claim, Scheme.TimestampFormat), ref writer);
            Keys.Primary.ComputeTag(writer.Head, writer.Body, writer.Tail, tags[..size]);
            int written = size;
            ReadOnlySpan<KeyRingEntry> others = withAllKeys ? Keys.EntrySpan[1..] : [];
            foreach (KeyRingEntry entry in others)
            {
                if (entry.Key.Algorithm == Scheme.Algorithm && entry.IsAccepted(DateTimeOffset.FromUnixTimeMilliseconds(claim.UnixMilliseconds)))
                {
                    entry.Key.ComputeTag(writer.Head, writer.Body, writer.Tail, tags.Slice(written, size));
                    written += size;
                }
            }

            return written;
        }
        finally
        {
            writer.Dispose();
        }
    }

    private RequestClaim ToClaim(in SigningValues values)
    {
        var claim = default(RequestClaim);
        claim.UnixMilliseconds = (values.Time ?? _time.GetUtcNow()).ToUnixTimeMilliseconds();
        claim.KeyId = new ClaimValue(Keys.Id);
        claim.Timestamp = values.TimestampText is { } text ? Checked(text) : default;
        claim.Id = values.Id is { } id ? Checked(id) : default;
        claim.Nonce = values.Nonce is { } nonce ? Checked(nonce) : default;
        return claim;
    }

    /// <summary>Nothing goes into a header that a verifier would refuse, or that could end the header.</summary>
    private static ClaimValue Checked(string value)
    {
        if (value.Length is 0 or > HeaderGrammar.MaxValueLength || value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw new ArgumentException($"A time, id or nonce is printable ASCII of 1 to {HeaderGrammar.MaxValueLength} characters.", nameof(value));
        }

        return new ClaimValue(value);
    }

    private string Format(SchemeHeader header, in RequestClaim claim, ReadOnlySpan<byte> tags)
    {
        var writer = new MessageWriter(stackalloc byte[256]);
        try
        {
            if (!header.Grammar.TryWrite(claim, Scheme.TimestampFormat, tags, Scheme.Algorithm.TagSize, ref writer))
            {
                throw new ArgumentException($"A value that the header {header.Name} carries is missing.");
            }

            string value = Encoding.ASCII.GetString(writer.Head);

            // A value that ends its own field early, such as an id with a comma, would be read as another one.
            RequestClaim read = claim;
            return header.Grammar.TryRead(value, Scheme.Algorithm.TagSize, ref read)
                ? value
                : throw new ArgumentException($"A value doesn't fit into the header {header.Name} ({header.Format}): it contains text that ends it there.");
        }
        finally
        {
            writer.Dispose();
        }
    }
}
