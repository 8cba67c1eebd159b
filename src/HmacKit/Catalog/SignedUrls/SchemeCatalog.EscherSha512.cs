using System.Security.Cryptography;

namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Escher (Emarsys) with SHA-512, which the two sides agree on: all of its digests are longer.</summary>
    /// <remarks>Names of headers and the two forms are those of <c>escher</c>.</remarks>
    public static SignatureScheme EscherSha512 => field ??= EscherWith("escher-sha512", HmacAlgorithm.Sha512, HashAlgorithmName.SHA512, "escher");
}
