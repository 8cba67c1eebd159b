namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>AWS Signature Version 2, a POST with its parameters in a form, with HMAC-SHA256: SimpleDB and its like.</summary>
    /// <remarks>
    /// <para>The time may end with a <c>Z</c> or stand without: it is UTC either way.</para>
    /// <para>Parameters of the query are signed too, among those of the form; AWS's own clients send none.</para>
    /// </remarks>
    public static SignatureScheme AwsSigV2Form => field ??= AwsSigV2With("aws-sigv2-form", HmacAlgorithm.Sha256, "HmacSHA256", isForm: true, "aws-sigv2-query");
}
