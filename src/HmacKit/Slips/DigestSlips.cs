using System.Security.Cryptography;
using System.Text;

namespace HmacKit;

/// <summary>Slips with the digest of the body: its form, or whether there is one.</summary>
internal static class DigestSlips
{
    private static readonly HashAlgorithmName[] Hashes = [HashAlgorithmName.SHA256, HashAlgorithmName.SHA512, HashAlgorithmName.SHA1, HashAlgorithmName.SHA384];

    public static IEnumerable<Slip> Vary(SignedRequest signed)
    {
        if (signed.Scheme.Plan.Steps.ToArray().Any(static step => step.Part is BodyDigestPart))
        {
            if (signed.Body.IsEmpty)
            {
                yield return With<BodyDigestPart>(signed, static _ => default, BodyCauses.BodyDigestOfEmpty, "no text in the place of the body's digest");
            }

            yield return With<BodyDigestPart>(signed, static body => body, BodyCauses.BodyDigestMissing, "the body itself in the place of its digest");
            foreach ((string form, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> digest) in Forms())
            {
                yield return With<BodyDigestPart>(signed, digest, BodyCauses.BodyDigestForm, $"the body's digest as {form}");
            }
        }
        else
        {
            foreach ((string form, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> digest) in Forms())
            {
                yield return With<BodyPart>(signed, digest, BodyCauses.BodyDigestUnneeded, $"the body's digest as {form} in the place of the body");
            }
        }
    }

    private static Slip With<T>(SignedRequest signed, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> write, DiagnosisCause cause, string what)
        where T : MessagePart =>
        new(signed.With((current, pieces) => [.. pieces.Select(piece => piece.Part is T ? piece.With(write(current.Body)) : piece)]), cause, what);

    private static IEnumerable<(string Form, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> Digest)> Forms()
    {
        foreach (HashAlgorithmName hash in Hashes)
        {
            yield return ($"{hash} in hex", body => Text(Convert.ToHexStringLower(Hash(hash, body))));
            yield return ($"{hash} in upper-case hex", body => Text(Convert.ToHexString(Hash(hash, body))));
            yield return ($"{hash} in hex with dashes", body => Text(BitConverter.ToString(Hash(hash, body))));
            yield return ($"{hash} in lower-case hex with dashes", body => Text(BitConverter.ToString(Hash(hash, body)).ToLowerInvariant()));
            yield return ($"{hash} in base64", body => Text(Convert.ToBase64String(Hash(hash, body))));
            yield return ($"{hash} in bytes", body => Hash(hash, body));
        }
    }

    private static ReadOnlyMemory<byte> Text(string text) => Encoding.ASCII.GetBytes(text);

    private static byte[] Hash(HashAlgorithmName hash, ReadOnlyMemory<byte> body) => CryptographicOperations.HashData(hash, body.Span);
}
