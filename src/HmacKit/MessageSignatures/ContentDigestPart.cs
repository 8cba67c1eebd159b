using System.Security.Cryptography;

namespace HmacKit;

/// <summary>
/// Whether <c>Content-Digest</c> (RFC 9530) fits the body: all digests that are known, and at least one must be. Where the header isn't
/// there, nothing speaks against the body; whether it has to be there is said by what the signature must cover.
/// </summary>
internal sealed class ContentDigestPart : MessagePart
{
    public const string Right = "right";

    protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer) =>
        writer.TryWriteAscii(Fits(input, isTrailer: false) && Fits(input, isTrailer: true) ? Right : "wrong");

    /// <summary>The header's value for a body.</summary>
    public static string Of(ReadOnlySpan<byte> body) =>
        StructuredText.OfDictionary([new("sha-256", new StructuredItem(BareItem.OfBytes(SHA256.HashData(body)), StructuredParameters.None))]);

    private static bool Fits(in MessageInput input, bool isTrailer)
    {
        const string name = "content-digest";
        bool isMissing = isTrailer ? input.Request.GetTrailerLines(name) is null : input.Request.GetHeader(name).IsMissing;
        return isMissing || Fits(CombinedField.Of(input.Request, name, isTrailer), input.Body);
    }

    private static bool Fits(string? header, ReadOnlySpan<byte> body)
    {
        int known = 0;
        Span<byte> expected = stackalloc byte[SHA512.HashSizeInBytes];
        Span<byte> carried = stackalloc byte[SHA512.HashSizeInBytes];
        foreach ((string name, StructuredMember member) in StructuredReader.ReadDictionary(header) ?? [])
        {
            int size = name switch
            {
                "sha-256" => SHA256.HashData(body, expected),
                "sha-512" => SHA512.HashData(body, expected),
                _ => 0,
            };
            if (size == 0)
            {
                continue;
            }

            if (member is not StructuredItem { Value: { Kind: BareKind.Bytes } value } || !Convert.TryFromBase64String(value.Text, carried, out int length)
                || !ConstantTime.AreEqual(expected[..size], carried[..length]))
            {
                return false;
            }

            known++;
        }

        return known > 0;
    }
}
