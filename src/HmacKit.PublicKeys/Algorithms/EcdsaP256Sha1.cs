using System.Security.Cryptography;

namespace HmacKit.PublicKeys;

/// <summary>ECDSA over P-256 with SHA-1, signatures in DER: only for a vendor that signs so. Keys are DER.</summary>
internal sealed class EcdsaP256Sha1 : PublicKeyAlgorithm<ECDsa>
{
    public override string Name => "ecdsa-p256-sha1-der";

    public override int MaxSignatureSize => 72;

    protected override ECDsa? Import(ReadOnlySpan<byte> key)
    {
        ECDsa pair = ECDsa.Create();
        if ((TryImport(pair, key, isPrivate: false) || TryImport(pair, key, isPrivate: true))
            && pair.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value == ECCurve.NamedCurves.nistP256.Oid.Value)
        {
            return pair;
        }

        pair.Dispose();
        return null;
    }

    // The platform's keys aren't made for two threads at once.
    protected override bool Verify(ECDsa key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        lock (key)
        {
            return key.VerifyData(message, signature, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence);
        }
    }

    protected override byte[] Sign(ECDsa key, ReadOnlySpan<byte> message)
    {
        byte[] copy = message.ToArray();
        try
        {
            lock (key)
            {
                return key.SignData(copy, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence);
            }
        }
        catch (CryptographicException exception)
        {
            throw new ArgumentException($"The key of {Name} can't sign: it is a public one.", nameof(key), exception);
        }
    }

    private static bool TryImport(ECDsa pair, ReadOnlySpan<byte> key, bool isPrivate)
    {
        try
        {
            if (isPrivate)
            {
                pair.ImportPkcs8PrivateKey(key, out _);
            }
            else
            {
                pair.ImportSubjectPublicKeyInfo(key, out _);
            }

            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
