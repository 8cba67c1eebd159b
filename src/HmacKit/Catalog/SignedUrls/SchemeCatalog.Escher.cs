using System.Globalization;
using System.Security.Cryptography;

namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Escher (Emarsys), presigned URLs and signed headers: the shape of AWS Signature Version 4 under names of its own.</summary>
    /// <remarks>
    /// A signer makes presigned URLs, whose body isn't signed; a verifier takes the <c>Authorization</c> header too, where it is. The date's header is
    /// <c>X-EMS-Date</c> or, as an HTTP date, <c>Date</c>.
    /// </remarks>
    public static SignatureScheme Escher => field ??= SignatureScheme.Compile(new()
    {
        Name = "escher",
        Message = "{algoPrefix}-HMAC-SHA256\n{timestamp}\n{date}/{credentialScope}\n{canonical:sha256:hex}",
        Parts = { ["canonical"] = "{method}\n{path:normalized}\n{query:sorted}\n{headers:signed}\n{signed-headers}\n{payload}" },
        Query =
        {
            ["X-EMS-Algorithm"] = HeaderFormat.Text("{algoPrefix}-HMAC-SHA256"),
            ["X-EMS-Credentials"] = HeaderFormat.Text("{keyid}/{date}/{credentialScope}"),
            ["X-EMS-Date"] = HeaderFormat.Text("{timestamp}"),
            ["X-EMS-Expires"] = HeaderFormat.Text("{expires}"),
            ["X-EMS-SignedHeaders"] = HeaderFormat.Text("{signed-headers}"),
            ["X-EMS-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Values =
        {
            ["algoPrefix"] = SchemeValue.Configured("EMS"),
            ["credentialScope"] = SchemeValue.Configured(),
            ["payload"] = SchemeValue.Carried(EscherForms.UnsignedPayload),
        },
        SignedHeaderSet = new() { AtLeast = ["host"], CollapsesBlanks = true, EndsWithJoiner = true },
        Freshness = new(TimestampFormat.IsoBasic, TimeSpan.FromMinutes(15)),
        Expiry = ExpiryRule.AfterSigning(TimeSpan.FromMinutes(5), TimeSpan.FromDays(7)),
        AmbiguousBecause = "the message is that of the vendor's page.",
        Code = new EscherForms(),
        Documentation = new("https://github.com/emartech/escher"),
    });

    private sealed class EscherForms : SchemeCode
    {
        /// <summary>The SHA-256 of the text UNSIGNED-PAYLOAD.</summary>
        public const string UnsignedPayload = "438d4109ef0d676b8c2c7ed13cdfcb418e494d53b843d4634ce3b1085f07bb96";

        public override bool ReadsBody => true;

        public override bool DerivesKey => true;

        protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim) =>
            input.Find(CarrierKind.Header, "Authorization", out string header) == ClaimOutcome.Found
                ? ReadHeader(input, header, claim)
                : base.Read(input, claim) is var outcome && outcome == ClaimOutcome.Found && !claim.TrySet("payload", UnsignedPayload) ? ClaimOutcome.Malformed : outcome;

        protected override bool TryDeriveKey(in MessageInput input, ReadOnlySpan<byte> secret, ref MessageWriter key)
        {
            byte[] derived = [.. System.Text.Encoding.UTF8.GetBytes(input.GetValue("algoPrefix").ToString()), .. secret];
            foreach (string step in $"{input.Timestamp.AsSpan(0, Math.Min(8, input.Timestamp.Length))}/{input.GetValue("credentialScope")}".Split('/'))
            {
                derived = HMACSHA256.HashData(derived, System.Text.Encoding.UTF8.GetBytes(step));
            }

            key.Write(derived);
            return true;
        }

        private static ClaimOutcome ReadHeader(in ClaimInput input, string header, ClaimWriter claim)
        {
            string prefix = $"{input.GetConfigured("algoPrefix")}-HMAC-SHA256 Credential=";
            string[] parts = header.Split(", ");
            string[] credential = parts[0].StartsWith(prefix, StringComparison.Ordinal) ? parts[0][prefix.Length..].Split('/', 3) : [];
            bool isRead = parts is [_, var signed, var signature]
                && credential is [var keyId, var date, var scope] && scope == input.GetConfigured("credentialScope")
                && signed.StartsWith("SignedHeaders=", StringComparison.Ordinal) && signature.StartsWith("Signature=", StringComparison.Ordinal)
                && TryReadDate(input, out string time)
                && claim.TrySet("keyid", keyId) && claim.TrySet("date", date) && claim.TrySet("timestamp", time)
                && claim.TrySet("expires", "900")
                && claim.TrySet("signed-headers", signed["SignedHeaders=".Length..])
                && claim.TrySet("payload", Convert.ToHexStringLower(SHA256.HashData(input.Body)))
                && claim.TrySetSignature(signature.AsSpan("Signature=".Length), TagEncoding.Hex);
            return isRead ? ClaimOutcome.Found : ClaimOutcome.Malformed;
        }

        private static bool TryReadDate(in ClaimInput input, out string time)
        {
            if (input.Find(CarrierKind.Header, "X-EMS-Date", out time) == ClaimOutcome.Found)
            {
                return true;
            }

            bool isDate = input.Find(CarrierKind.Header, "Date", out string text) == ClaimOutcome.Found
                && DateTime.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime date)
                && (time = date.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)).Length > 0;
            return isDate;
        }
    }
}
