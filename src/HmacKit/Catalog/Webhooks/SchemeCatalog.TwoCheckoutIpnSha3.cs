namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Verifone 2Checkout, the same notifications with SHA3: each field of the form in the order in which it came, with its length in bytes before it.</summary>
    /// <remarks>As <c>2checkout-ipn</c>, in the field for HMAC-SHA3-256. It needs a platform that has it, see <see cref="HmacAlgorithm.Sha3"/>.</remarks>
    public static SignatureScheme TwoCheckoutIpnSha3 => field ??= TwoCheckoutIpnWith("2checkout-ipn-sha3", HmacAlgorithm.Sha3, "SIGNATURE_SHA3_256");
}
