using System.Security.Cryptography;
using System.Text;

namespace HmacKit;

/// <summary>
/// Signature algorithms with a pair of keys that the platform has. A key is written in DER (SubjectPublicKeyInfo or
/// PKCS #8, usually in base64) or as PEM text; what is no key of the algorithm accepts nothing.
/// </summary>
public static class PublicKeyAlgorithms
{
    /// <summary>ECDSA over P-256 with SHA-256, signatures of 64 bytes: <c>ecdsa-p256-sha256</c> (RFC 9421 section 3.3.4).</summary>
    public static PublicKeyAlgorithm EcdsaP256Sha256 { get; } = new EcdsaP256("ecdsa-p256-sha256", 64, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>The same with signatures in DER, as SendGrid and OpenSSL write them; a scheme reads and writes them in code.</summary>
    public static PublicKeyAlgorithm EcdsaP256Sha256Der { get; } = new EcdsaP256("ecdsa-p256-sha256-der", 72, DSASignatureFormat.Rfc3279DerSequence);

    /// <summary>RSASSA-PSS with SHA-512, keys of 2,048 to 8,192 bits: <c>rsa-pss-sha512</c> (RFC 9421 section 3.3.1).</summary>
    public static PublicKeyAlgorithm RsaPssSha512 { get; } = new RsaPss();

    /// <summary>A key from DER or PEM; null if it is none.</summary>
    private static T? Import<T>(T pair, ReadOnlySpan<byte> key, Func<T, bool> isGood)
        where T : AsymmetricAlgorithm
    {
        if (TryPem(pair, key) || TryDer(pair, key, isPrivate: false) || TryDer(pair, key, isPrivate: true))
        {
            if (isGood(pair))
            {
                return pair;
            }
        }

        pair.Dispose();
        return null;
    }

    private static bool TryPem(AsymmetricAlgorithm pair, ReadOnlySpan<byte> key)
    {
        if (!key.StartsWith("-----"u8))
        {
            return false;
        }

        char[] text = new char[key.Length];
        try
        {
            pair.ImportFromPem(text.AsSpan(0, Encoding.Latin1.GetChars(key, text)));
            return true;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan()));
        }
    }

    private static bool TryDer(AsymmetricAlgorithm pair, ReadOnlySpan<byte> key, bool isPrivate)
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

    private static byte[] Sign(string name, Func<byte[]> sign)
    {
        try
        {
            return sign();
        }
        catch (CryptographicException exception)
        {
            throw new ArgumentException($"The key of {name} can't sign: it is a public one.", exception);
        }
    }

    private sealed class EcdsaP256(string name, int size, DSASignatureFormat format) : PublicKeyAlgorithm<ECDsa>
    {
        public override string Name => name;

        public override int MaxSignatureSize => size;

        protected override ECDsa? Import(ReadOnlySpan<byte> key) =>
            Import(ECDsa.Create(), key, static pair => pair.ExportParameters(includePrivateParameters: false).Curve.Oid?.Value == ECCurve.NamedCurves.nistP256.Oid.Value);

        // The platform's keys aren't made for two threads at once.
        protected override bool Verify(ECDsa key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
        {
            lock (key)
            {
                return key.VerifyData(message, signature, HashAlgorithmName.SHA256, format);
            }
        }

        protected override byte[] Sign(ECDsa key, ReadOnlySpan<byte> message)
        {
            byte[] copy = message.ToArray();
            lock (key)
            {
                return PublicKeyAlgorithms.Sign(name, () => key.SignData(copy, HashAlgorithmName.SHA256, format));
            }
        }

        private static ECDsa? Import(ECDsa pair, ReadOnlySpan<byte> key, Func<ECDsa, bool> isGood) => PublicKeyAlgorithms.Import(pair, key, isGood);
    }

    private sealed class RsaPss : PublicKeyAlgorithm<RSA>
    {
        public override string Name => "rsa-pss-sha512";

        public override int MaxSignatureSize => 1024;

        protected override RSA? Import(ReadOnlySpan<byte> key) => PublicKeyAlgorithms.Import(RSA.Create(), key, static pair => pair.KeySize is >= 2048 and <= 8192);

        protected override bool Verify(RSA key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
        {
            lock (key)
            {
                return signature.Length == key.KeySize / 8 && key.VerifyData(message, signature, HashAlgorithmName.SHA512, RSASignaturePadding.Pss);
            }
        }

        protected override byte[] Sign(RSA key, ReadOnlySpan<byte> message)
        {
            byte[] copy = message.ToArray();
            lock (key)
            {
                return PublicKeyAlgorithms.Sign(Name, () => key.SignData(copy, HashAlgorithmName.SHA512, RSASignaturePadding.Pss));
            }
        }
    }
}
