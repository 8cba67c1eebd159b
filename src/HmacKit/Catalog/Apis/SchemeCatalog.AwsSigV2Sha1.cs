namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>AWS Signature Version 2, queries, with HMAC-SHA1. SHA-1 is legacy: take it only where the other side has nothing newer.</summary>
    /// <remarks>The time may end with a <c>Z</c> or stand without: it is UTC either way.</remarks>
    public static SignatureScheme AwsSigV2Sha1 => field ??= AwsSigV2With("aws-sigv2-query-sha1", HmacAlgorithm.Sha1ForLegacyUseOnly, "HmacSHA1", otherNames: "aws-sigv2-query");
}
