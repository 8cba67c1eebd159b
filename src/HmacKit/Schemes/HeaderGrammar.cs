namespace HmacKit;

/// <summary>A carrier's format, compiled: reads a value into the claim, and writes one for the signer.</summary>
internal abstract class HeaderGrammar
{
    /// <summary>The longest value of a carrier that is looked at.</summary>
    public const int MaxHeaderLength = 4096;

    /// <summary>The most signatures that are tried.</summary>
    public const int MaxSignatures = 16;

    /// <summary>The longest id or nonce.</summary>
    public const int MaxValueLength = 512;

    /// <summary>The longest value of a scheme's own, and the longest list of signed headers.</summary>
    public const int MaxOwnValueLength = 2048;

    /// <summary>The placeholders that the carrier has.</summary>
    public abstract ClaimFields Fields { get; }

    /// <summary>How many of its placeholders are a signature, or a secret in its place.</summary>
    public abstract int SignatureCount { get; }

    /// <summary>Those of them that may be left out.</summary>
    public virtual ClaimFields OptionalFields => default;

    /// <summary>How the signature is written, if the carrier has it.</summary>
    public TagEncoding SignatureEncoding { get; init; }

    /// <summary>Whether the day of the signing time is written with dashes.</summary>
    public bool DateHasDashes { get; init; }

    /// <summary>Reads a value of printable ASCII within the length; false if it isn't of the format.</summary>
    public abstract bool TryRead(ClaimValue value, int tagSize, ref RequestClaim claim);

    /// <inheritdoc cref="TryRead(ClaimValue, int, ref RequestClaim)"/>
    public bool TryRead(string value, int tagSize, ref RequestClaim claim) => TryRead(new ClaimValue(value), tagSize, ref claim);

    /// <summary>Decodes all well-formed signatures of a value that was read before, and returns how many there are.</summary>
    public virtual int ReadTags(ClaimValue value, int tagSize, Span<byte> tags)
    {
        var claim = default(RequestClaim);
        if (!TryRead(value, tagSize, ref claim) || !claim.HasTag)
        {
            return 0;
        }

        ((ReadOnlySpan<byte>)claim.Tag)[..tagSize].CopyTo(tags);
        return 1;
    }

    /// <summary>Writes the value for a request to be sent, with a signature for each of the tags that stand one behind the other.</summary>
    public abstract bool TryWrite(in RequestClaim claim, TimestampFormat timestampFormat, ReadOnlySpan<byte> tags, int tagSize, ref MessageWriter writer);

    /// <summary>Takes one placeholder's text into the claim.</summary>
    protected bool TryTake(ClaimField field, ClaimValue text, int tagSize, ref RequestClaim claim)
    {
        if (field < ClaimField.SignedHeaders)
        {
            return text.Length is > 0 and <= MaxValueLength && claim.TrySet(field, text);
        }

        if (field < ClaimField.Signature)
        {
            return text.Length <= MaxOwnValueLength && claim.TrySet(field, text);
        }

        if (++claim.SignatureCount > MaxSignatures)
        {
            return false;
        }

        if (field == ClaimField.Token)
        {
            // Two tokens in two places would be one too many: there is one secret.
            claim.HasTag = claim.SignatureCount == 1 && TokenDigest.TryCompute(text.Span, claim.Tag);
            return claim.HasTag;
        }

        // In a list a malformed item may stand beside a good one; there must be at least one good one.
        claim.HasTag = claim.HasTag || TagText.TryDecode(SignatureEncoding, text.Span, ((Span<byte>)claim.Tag)[..tagSize]);
        return true;
    }

    /// <summary>Whether there is something to write for a placeholder.</summary>
    protected static bool HasValue(ClaimField field, in RequestClaim claim) =>
        field is ClaimField.Signature or ClaimField.Token or ClaimField.Timestamp or ClaimField.Date || claim.Get(field).IsPresent;

    /// <summary>Writes one placeholder's text.</summary>
    protected bool TryWriteField(ClaimField field, in RequestClaim claim, TimestampFormat timestampFormat, ReadOnlySpan<byte> tags, int tagSize, ref MessageWriter writer)
    {
        if (field == ClaimField.Signature)
        {
            Span<byte> text = writer.GetSpan(TagText.MaxTextLength);
            writer.Advance(TagText.Encode(SignatureEncoding, tags[..tagSize], text));
            return true;
        }

        if (field == ClaimField.Token)
        {
            writer.Write(tags[..tagSize]);
            return true;
        }

        ClaimValue value = claim.Get(field);
        return value.IsPresent
            ? writer.TryWriteAscii(value.Span)
            : SigningTime.TryWrite(field, claim, timestampFormat, DateHasDashes, ref writer);
    }
}
