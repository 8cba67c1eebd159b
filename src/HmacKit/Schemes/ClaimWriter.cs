namespace HmacKit;

/// <summary>Takes what a scheme in code has read. Nothing of it is believed yet: the verifier checks form, time, key and signature.</summary>
public readonly ref struct ClaimWriter
{
    private readonly SignatureScheme _scheme;
    private readonly ref RequestClaim _claim;

    internal ClaimWriter(SignatureScheme scheme, ref RequestClaim claim)
    {
        _scheme = scheme;
        _claim = ref claim;
    }

    internal ref RequestClaim Claim => ref _claim;

    private int MaxSize => _scheme.PublicKey?.MaxSignatureSize ?? _scheme.TagSize;

    /// <summary>
    /// Takes a value under the name that templates have for it: <c>keyid</c>, <c>timestamp</c>, <c>id</c>, <c>nonce</c>,
    /// <c>date</c>, <c>expires</c>, <c>signed-headers</c>, or a carried one of <see cref="SchemeDefinition.Values"/>.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="text">The text to the letter as it is in the request.</param>
    /// <returns>False if the text isn't printable ASCII within bounds (1 to 512 characters, own values 0 to 2,048), or differs from what was set before: answer <see cref="ClaimOutcome.Malformed"/>.</returns>
    /// <exception cref="ArgumentException">The scheme has no carried value of this name.</exception>
    public bool TrySet(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!_scheme.Names.TryField(name, out ClaimField field) || field >= ClaimField.Signature)
        {
            throw new ArgumentException($"Scheme '{_scheme.Name}' has no carried value '{name}'; name it in {nameof(SchemeDefinition)}.{nameof(SchemeDefinition.Values)}.", nameof(name));
        }

        bool isOwn = field >= ClaimField.SignedHeaders;
        return text.Length <= (isOwn ? HeaderGrammar.MaxOwnValueLength : HeaderGrammar.MaxValueLength)
            && (isOwn || text.Length > 0)
            && !text.AsSpan().ContainsAnyExceptInRange(' ', '~')
            && _claim.TrySet(field, new ClaimValue(text));
    }

    /// <summary>Takes the signature as text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="encoding">How it is written; each encoding has one accepted spelling.</param>
    /// <returns>False if it isn't of the encoding or of the algorithm's size, or if there is one already: answer <see cref="ClaimOutcome.Malformed"/>.</returns>
    public bool TrySetSignature(ReadOnlySpan<char> text, TagEncoding encoding)
    {
        int size = TagText.Size(encoding, text);
        if (size > MaxSize)
        {
            return false;
        }

        Span<byte> signature = size <= TagText.MaxTagSize ? stackalloc byte[size] : new byte[size];
        return TagText.TryDecode(encoding, text, signature) && TrySetSignature(signature);
    }

    /// <summary>Takes the signature as bytes.</summary>
    /// <inheritdoc cref="TrySetSignature(ReadOnlySpan{char}, TagEncoding)" path="/returns"/>
    public bool TrySetSignature(ReadOnlySpan<byte> signature)
    {
        bool isSize = _scheme.PublicKey is null ? signature.Length == _scheme.TagSize : signature.Length > 0 && signature.Length <= MaxSize;
        if (!isSize || _claim.SignatureCount > 0)
        {
            return false;
        }

        signature[..Math.Min(signature.Length, TagText.MaxTagSize)].CopyTo(_claim.Tag);
        _claim.PublicKeySignature = _scheme.PublicKey is null ? null : signature.ToArray();
        _claim.SignatureCount = 1;
        _claim.HasTag = true;
        return true;
    }
}
