using System.Runtime.CompilerServices;
using System.Security.Cryptography;

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
    private readonly KeyRing? _keys;
    private readonly Func<RequestSigner>? _findCurrent;

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

        if (!scheme.Takes(keys.Primary))
        {
            throw new ArgumentException($"Scheme '{scheme.Name}' signs with a secret, and the primary key was imported as half of a pair of keys, which may be public.", nameof(keys));
        }

        scheme.ThrowIfIncomplete();
        if (scheme.HasKeyId && keys.Id.Length == 0)
        {
            throw new ArgumentException($"Requests of scheme '{scheme.Name}' name their key: give the ring its key id.", nameof(keys));
        }

        Scheme = scheme;
        _keys = keys;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>A signer that has the one of now sign each request, so that whatever holds on to it isn't left with a key that was replaced.</summary>
    internal RequestSigner(SignatureScheme scheme, Func<RequestSigner> findCurrent)
    {
        Scheme = scheme;
        _findCurrent = findCurrent;
        _time = TimeProvider.System;
    }

    /// <summary>A signer for a scheme without key ids: the usual webhook.</summary>
    /// <inheritdoc cref="RequestSigner(SignatureScheme, KeyRing, TimeProvider?)"/>
    public RequestSigner(SignatureScheme scheme, HmacKey key, TimeProvider? time = null)
        : this(scheme, new KeyRing(key), time)
    {
    }

    /// <summary>The scheme that this signs for.</summary>
    public SignatureScheme Scheme { get; }

    /// <summary>The ring whose keys sign. A signer of <c>AddHmacKit</c> gives the configuration's ring of now.</summary>
    public KeyRing Keys => _keys ?? _findCurrent!().Keys;

    /// <summary>Signs a request in memory.</summary>
    /// <inheritdoc cref="Sign(RequestSource, ReadOnlySpan{byte}, SigningValues)"/>
    public SignedHeaders Sign(RawRequest request, SigningValues values = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Sign(request, request.Body.Span, request.Body, values);
    }

    /// <summary>Signs a request: returns the headers to set on it.</summary>
    /// <param name="request">The request's head as it will be sent; its own signature headers aren't looked at.</param>
    /// <param name="body">The body's bytes as they will be sent.</param>
    /// <param name="values">Time, id and nonce, where they aren't to be made up.</param>
    /// <exception cref="ArgumentException">The request can't be expressed in the scheme: an id or nonce with a delimiter, a repeated query name.</exception>
    public SignedHeaders Sign(RequestSource request, ReadOnlySpan<byte> body, SigningValues values = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Sign(request, body, memory: null, values);
    }

    /// <summary>The same with the memory of a body that lies in one, so that a draft needs no copy of it.</summary>
    [SkipLocalsInit]
    private SignedHeaders Sign(RequestSource request, ReadOnlySpan<byte> body, ReadOnlyMemory<byte>? memory, SigningValues values)
    {
        if (_findCurrent is not null)
        {
            return _findCurrent().Sign(request, body, memory, values);
        }

        if (Scheme.CarriesItself.Contains(ClaimField.Nonce) && values.Nonce is null)
        {
            values = values with { Nonce = RandomNumberGenerator.GetHexString(32, lowercase: true) };
        }

        if (Scheme.CarriesItself.Contains(ClaimField.Id) && values.Id is null)
        {
            values = values with { Id = RandomNumberGenerator.GetHexString(32, lowercase: true) };
        }

        RequestClaim claim = default;
        ToClaim(request, body, values, ref claim);
        return Scheme.Code is not null ? SignByCode(Scheme.Code, new RequestDraft(request, memory ?? body.ToArray()), claim)
            : Scheme.ReadsHeaders ? SignDraft(new RequestDraft(request, memory ?? body.ToArray()), claim)
            : new SignedHeaders(SignPlain(request, body, claim), request.Target, body: null);
    }

    /// <summary>The usual case: all is in headers, and none of them is signed, so that they can be written at the end.</summary>
    [SkipLocalsInit]
    private KeyValuePair<string, string>[] SignPlain(RequestSource request, ReadOnlySpan<byte> body, in RequestClaim claim)
    {
        Span<byte> tags = stackalloc byte[KeyRing.MaxKeys * TagText.MaxTagSize];
        tags = tags[..ComputeTags(request, body, claim, tags, Scheme.SignsWithAllKeys)];
        var headers = new List<KeyValuePair<string, string>>(Scheme.CarrierSpan.Length);
        foreach (SchemeCarrier carrier in Scheme.CarrierSpan)
        {
            if (CarrierWriter.IsWritten(Scheme, carrier, claim))
            {
                headers.Add(new(carrier.Name, CarrierWriter.Write(Scheme, carrier, claim, Of(carrier, tags), TagSizeOf(carrier))));
            }
        }

        return [.. headers];
    }

    /// <summary>What isn't the signature comes first, then the digests of the body as it is by then, then the message.</summary>
    private SignedHeaders SignDraft(RequestDraft draft, in RequestClaim claim)
    {
        CarrierWriter.WriteUnsigned(Scheme, claim, draft);
        Span<byte> tags = stackalloc byte[KeyRing.MaxKeys * TagText.MaxTagSize];
        tags = tags[..ComputeTags(draft, draft.Body.Span, claim, tags, Scheme.SignsWithAllKeys)];
        CarrierWriter.WriteSignature(Scheme, claim, Of(Scheme.FirstSignature, tags), TagSizeOf(Scheme.FirstSignature), draft);
        return new SignedHeaders(draft, Scheme.CarriesInBody);
    }

    /// <summary>The same order, with the steps of a scheme in code.</summary>
    private SignedHeaders SignByCode(SchemeCode code, RequestDraft draft, RequestClaim claim)
    {
        code.WriteIn(new MessageInput(draft, draft.Body.Span, claim, Scheme.Context, isSigning: true), new ComputedSignatures(Scheme, []), draft);
        int count = code.CountIn(new ClaimInput(Scheme, draft, draft.Body.Span, signatureIndex: 0, isSigning: true));
        if (count is < 1 or > SchemeCode.MaxSignatures)
        {
            throw new ArgumentException($"The request has {count} places for signatures of scheme '{Scheme.Name}'; it needs 1 to {SchemeCode.MaxSignatures}.");
        }

        byte[][] signatures = new byte[count][];
        for (int i = 0; i < count; i++)
        {
            claim.SignatureIndex = i;
            signatures[i] = ComputeSignature(draft, claim);
        }

        claim.SignatureIndex = 0;
        code.WriteIn(new MessageInput(draft, draft.Body.Span, claim, Scheme.Context, isSigning: true), new ComputedSignatures(Scheme, signatures), draft);
        return new SignedHeaders(draft, draft.IsBodySet);
    }

    private byte[] ComputeSignature(RequestDraft draft, in RequestClaim claim)
    {
        if (Scheme.PublicKey is { } algorithm)
        {
            return algorithm.Sign(Keys.Primary, GetMessage(Scheme, draft, draft.Body.Span, claim, isSigning: true));
        }

        byte[] tag = new byte[Scheme.TagSize];
        ComputeTags(draft, draft.Body.Span, claim, tag, withAllKeys: false);
        return tag;
    }

    private ReadOnlySpan<byte> Of(SchemeCarrier carrier, ReadOnlySpan<byte> tags) =>
        Scheme.IsToken && carrier.HasSignature ? Keys.Primary.Secret : tags;

    private int TagSizeOf(SchemeCarrier carrier) =>
        Scheme.IsToken && carrier.HasSignature ? Keys.Primary.Secret.Length : Scheme.TagSize;

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
        if (_findCurrent is not null)
        {
            return _findCurrent().Sign(request, body, values, signature);
        }

        Span<byte> tag = stackalloc byte[TagText.MaxTagSize];
        tag = tag[..Scheme.TagSize];
        TagEncoding encoding = Scheme.SignatureGrammar.SignatureEncoding;
        if (signature.Length < TagText.Length(encoding, tag.Length))
        {
            throw new ArgumentException($"The signature needs {TagText.Length(encoding, tag.Length)} bytes.", nameof(signature));
        }

        RequestClaim claim = default;
        ToClaim(request, body, values, ref claim);
        ComputeTags(request, body, claim, tag, withAllKeys: false);
        return TagText.Encode(encoding, tag, signature);
    }

    /// <summary>Writes the exact message that would be signed: for looking at it.</summary>
    /// <inheritdoc cref="Sign(RequestSource, ReadOnlySpan{byte}, SigningValues)"/>
    public byte[] GetMessage(RequestSource request, ReadOnlySpan<byte> body, SigningValues values)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_findCurrent is not null)
        {
            return _findCurrent().GetMessage(request, body, values);
        }

        RequestClaim claim = default;
        ToClaim(request, body, values, ref claim);
        return GetMessage(Scheme, request, body, claim, isSigning: true);
    }

    internal static byte[] GetMessage(SignatureScheme scheme, RequestSource request, ReadOnlySpan<byte> body, in RequestClaim claim, bool isSigning = false)
    {
        var writer = new MessageWriter(stackalloc byte[MessageWriter.StackBytes]);
        try
        {
            Write(scheme, new MessageInput(request, body, claim, scheme.Context, isSigning), ref writer);
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
            throw new ArgumentException($"The request can't be expressed in scheme '{scheme.Name}' ({scheme.Message}): {scheme.Plan.Explain(input)}.");
        }
    }

    /// <summary>Writes the tags one behind the other, the primary key's first, and returns how many bytes they are.</summary>
    [SkipLocalsInit]
    private int ComputeTags(RequestSource request, ReadOnlySpan<byte> body, in RequestClaim claim, Span<byte> tags, bool withAllKeys)
    {
        int size = Scheme.TagSize;
        if (Scheme.IsToken)
        {
            return 0;
        }

        var writer = new MessageWriter(stackalloc byte[MessageWriter.StackBytes]);
        try
        {
            var input = new MessageInput(request, body, claim, Scheme.Context, isSigning: true);
            Write(Scheme, input, ref writer);
            ComputeTag(Keys.Primary, input, writer, tags[..size]);
            int written = size;
            ReadOnlySpan<KeyRingEntry> others = withAllKeys ? Keys.EntrySpan[1..] : [];
            foreach (KeyRingEntry entry in others)
            {
                if (Scheme.Takes(entry.Key) && entry.IsAccepted(DateTimeOffset.FromUnixTimeMilliseconds(claim.UnixMilliseconds)))
                {
                    ComputeTag(entry.Key, input, writer, tags.Slice(written, size));
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

    private void ComputeTag(HmacKey key, in MessageInput input, in MessageWriter message, Span<byte> tag)
    {
        if (Scheme.IsPlainMac && tag.Length == key.Algorithm.TagSize)
        {
            key.ComputeTag(message.Head, message.Body, message.Tail, tag);
        }
        else
        {
            ComputeOtherTag(key, input, message, tag);
        }
    }

    /// <summary>A tag that is cut, made with a derived key or with a pair of keys.</summary>
    [SkipLocalsInit]
    private void ComputeOtherTag(HmacKey key, in MessageInput input, in MessageWriter message, Span<byte> tag)
    {
        if (Scheme.PublicKey is { } algorithm)
        {
            byte[] signature = algorithm.Sign(key, [.. message.Head, .. message.Body, .. message.Tail]);
            signature.CopyTo(tag);
            return;
        }

        bool isKept = true;
        HmacKey? used = key;
        if (Scheme.Derivation is { } plan && !plan.TryDerive(key, input, out used, out isKept))
        {
            throw new ArgumentException($"The key of scheme '{Scheme.Name}' can't be derived: a value that its derivation needs is missing.");
        }

        Span<byte> whole = stackalloc byte[TagText.MaxTagSize];
        used!.ComputeTag(message.Head, message.Body, message.Tail, whole[..used.Algorithm.TagSize]);
        whole[..tag.Length].CopyTo(tag);
        if (!isKept)
        {
            Scheme.Derivation!.Keep(key, used, input);
        }
    }

    /// <summary>Fills a claim, which is empty: clearing it here again would take as long as reading the clock.</summary>
    private void ToClaim(RequestSource request, ReadOnlySpan<byte> body, in SigningValues values, ref RequestClaim claim)
    {
        claim.UnixMilliseconds = (values.Time ?? _time.GetUtcNow()).ToUnixTimeMilliseconds();
        claim.KeyId = new ClaimValue(Keys.Id);
        claim.Timestamp = values.TimestampText is { } text ? Checked(text) : default;
        claim.Id = values.Id is { } id ? Checked(id) : default;
        claim.Nonce = values.Nonce is { } nonce ? Checked(nonce) : default;
        if (Scheme.AnswersTo is { } requests && AnsweredClaim.Read(Scheme, requests, request, ref claim) != ClaimOutcome.Found)
        {
            throw new ArgumentException($"Scheme '{Scheme.Name}' signs answers to requests of '{requests.Name}': give an {nameof(AnswerSource)} with a request that carries what that scheme says.", nameof(request));
        }

        if (Scheme.IsPlain)
        {
            return;
        }

        // Code that has no place for an absolute end of its own writes one only where it is told.
        if (Scheme.Expiry is { } expiry && (Scheme.Code is null || expiry.Format is null || values.Expires is not null || Scheme.Carries.Contains(ClaimField.Expires)))
        {
            long end = values.Expires?.ToUnixTimeMilliseconds() ?? claim.UnixMilliseconds + (long)expiry.Life.TotalMilliseconds;
            claim.TrySet(ClaimField.Expires, values.ExpiresText is { } given ? Checked(given) : new ClaimValue(expiry.Write(end, claim.UnixMilliseconds)));
        }

        if (Scheme.Carries.Contains(ClaimField.SignedHeaders))
        {
            claim.TrySet(ClaimField.SignedHeaders, new ClaimValue(SignedHeaderList.Write(Scheme.HeaderSet, values.HeadersToSign ?? SignedHeaderList.Present(Scheme.HeaderSet, request))));
        }

        for (int i = 0; i < Scheme.Names.Own.Count; i++)
        {
            string name = Scheme.Names.Own[i];
            bool isOfRequest = Scheme.AnswersTo is not null && Scheme.Carries.Contains(ClaimField.Own + i) && !Scheme.CarriesItself.Contains(ClaimField.Own + i);
            if (!isOfRequest && (values.Values?.GetValueOrDefault(name) ?? Scheme.Values[name].Default) is { } own)
            {
                claim.TrySet(ClaimField.Own + i, CheckedOwn(name, own));
            }
        }

        foreach (DigestCheck digest in Scheme.Digests)
        {
            if (digest.Value is { } field && !claim.Get(field).IsPresent
                && digest.Write(new MessageInput(request, body, claim, Scheme.Context)) is { } digestText)
            {
                claim.TrySet(field, new ClaimValue(digestText));
            }
        }
    }

    private static ClaimValue CheckedOwn(string name, string value) =>
        value.Length <= HeaderGrammar.MaxOwnValueLength && !value.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? new ClaimValue(value)
            : throw new ArgumentException($"The value '{name}' is printable ASCII of at most {HeaderGrammar.MaxOwnValueLength} characters.", nameof(value));

    /// <summary>Nothing goes into a header that a verifier would refuse, or that could end the header.</summary>
    private static ClaimValue Checked(string value)
    {
        if (value.Length is 0 or > HeaderGrammar.MaxValueLength || value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw new ArgumentException($"A time, id or nonce is printable ASCII of 1 to {HeaderGrammar.MaxValueLength} characters.", nameof(value));
        }

        return new ClaimValue(value);
    }
}
