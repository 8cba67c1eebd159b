namespace HmacKit;

/// <summary>A header format, compiled: reads a value into the claim, and writes one for the signer.</summary>
internal abstract class HeaderGrammar
{
    /// <summary>The longest header value that is looked at.</summary>
    public const int MaxHeaderLength = 4096;

    /// <summary>The most signatures that are tried.</summary>
    public const int MaxSignatures = 16;

    /// <summary>The longest id or nonce.</summary>
    public const int MaxValueLength = 512;

    /// <summary>The placeholders that the header carries.</summary>
    public abstract IEnumerable<ClaimField> Fields { get; }

    /// <summary>How the signature is written, if the header carries it.</summary>
    public TagEncoding SignatureEncoding { get; init; }

    /// <summary>Reads a value of printable ASCII within the length; false if it isn't of the format.</summary>
    public abstract bool TryRead(string value, int tagSize, ref RequestClaim claim);

    /// <summary>Decodes all well-formed signatures of a value that was read before, and returns how many there are.</summary>
    public virtual int ReadTags(string value, int tagSize, Span<byte> tags) => 0;

    /// <summary>Writes the value for a request to be sent, with a signature for each of the tags that stand one behind the other.</summary>
    public abstract bool TryWrite(in RequestClaim claim, TimestampFormat timestampFormat, ReadOnlySpan<byte> tags, int tagSize, ref MessageWriter writer);

    /// <summary>Takes one placeholder's text into the claim.</summary>
    protected bool TryTake(ClaimField field, string value, int start, int length, int tagSize, ref RequestClaim claim)
    {
        if (field != ClaimField.Signature)
        {
            return length is > 0 and <= MaxValueLength && claim.TrySet(field, new ClaimValue(value, start, length));
        }

        claim.SignatureHeader = value;
        if (++claim.SignatureCount > MaxSignatures)
        {
            return false;
        }

        // In a list a malformed item may stand beside a good one; there must be at least one good one.
        claim.HasTag = claim.HasTag
            || TagText.TryDecode(SignatureEncoding, value.AsSpan(start, length), ((Span<byte>)claim.Tag)[..tagSize]);
        return true;
    }

    /// <summary>Writes one placeholder's text.</summary>
    protected bool TryWriteField(ClaimField field, in RequestClaim claim, TimestampFormat timestampFormat, ReadOnlySpan<byte> tag, ref MessageWriter writer)
    {
        if (field == ClaimField.Signature)
        {
            Span<byte> text = writer.GetSpan(TagText.MaxTextLength);
            writer.Advance(TagText.Encode(SignatureEncoding, tag, text));
            return true;
        }

        ClaimValue value = claim.Get(field);
        if (field == ClaimField.Timestamp && !value.IsPresent)
        {
            Span<byte> text = writer.GetSpan(TimestampText.MaxLength);
            writer.Advance(TimestampText.Format(timestampFormat, claim.UnixMilliseconds, text));
            return true;
        }

        return writer.TryWriteAscii(value.Span);
    }
}
