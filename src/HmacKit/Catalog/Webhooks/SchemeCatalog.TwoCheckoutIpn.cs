using System.Globalization;
using System.Text;

namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Verifone 2Checkout, instant payment (IPN) and license change notifications (LCN): each field of the form in the order in which it came, with its length in bytes before it.</summary>
    /// <remarks>
    /// HMAC-SHA256, in the field for it or in <c>HASH</c>, in hex of either case; an HMAC with MD5, which <c>HASH</c> once was, isn't offered. The field with
    /// SHA3 is <c>2checkout-ipn-sha3</c>. The answer must be signed as the vendor's page says.
    /// </remarks>
    public static SignatureScheme TwoCheckoutIpn => field ??= TwoCheckoutIpnWith("2checkout-ipn", HmacAlgorithm.Sha256, "SIGNATURE_SHA2_256", "HASH");

    private static SignatureScheme TwoCheckoutIpnWith(string name, HmacAlgorithm algorithm, params string[] fields) => SignatureScheme.Compile(new()
    {
        Name = name,
        Message = "{form:sorted}",
        Form = { [fields[0]] = HeaderFormat.Text("{signature:hex}") },
        Parameters = new() { Order = ParameterOrder.AsSent, Encoding = ParameterEncoding.Decoded, Except = LengthBeforeValue.Signatures },
        Algorithm = algorithm,
        Code = new LengthBeforeValue(fields),
        AmbiguousBecause = "The vendor signs the values alone, without their names.",
        Documentation = new("https://verifone.cloud/docs/2checkout/API-Integration/Webhooks/06Instant_Payment_Notification_(IPN)/Calculate-the-IPN-HASH-signature"),
    });

    private sealed class LengthBeforeValue(string[] fields) : SchemeCode
    {
        public static readonly string[] Signatures = ["HASH", "SIGNATURE_SHA2_256", "SIGNATURE_SHA3_256"];

        public override bool ReadsBody => true;

        protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
        {
            ClaimOutcome outcome = input.Find(CarrierKind.Form, fields[0], out string signature);
            outcome = outcome == ClaimOutcome.Missing && fields.Length > 1 ? input.Find(CarrierKind.Form, fields[1], out signature) : outcome;
            return outcome == ClaimOutcome.Found && !claim.TrySetSignature(signature.ToLowerInvariant(), TagEncoding.Hex) ? ClaimOutcome.Malformed : outcome;
        }

        protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
        {
            string[] pairs = Encoding.Latin1.GetString(input.Body).Split('&', StringSplitOptions.RemoveEmptyEntries);
            foreach (string[] pair in pairs.Take(1024).Select(static text => text.Split('=', 2)))
            {
                if (Signatures.Contains(Decode(pair[0]), StringComparer.Ordinal))
                {
                    continue;
                }

                string value = pair.Length > 1 ? Decode(pair[1]) : "";
                if (!writer.TryWriteUtf8(string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(value)}{value}")))
                {
                    return false;
                }
            }

            return pairs.Length <= 1024;
        }

        private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
    }
}
