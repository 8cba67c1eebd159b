namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>KuCoin API, key version 2, with the passphrase checked too: <c>KC-API-PASSPHRASE</c> is a second MAC, of the passphrase.</summary>
    /// <remarks>The query is signed as it reads once decoded.</remarks>
    public static SignatureScheme KuCoinV2SignedPassphrase => field ??= SignatureScheme.Compile(new()
    {
        Name = "kucoin-v2-signed-passphrase",
        Message = "{timestamp}{method}{path}[?{query:sorted}]{body}",
        Headers =
        {
            ["KC-API-KEY"] = HeaderFormat.Text("{keyid}"),
            ["KC-API-KEY-VERSION"] = HeaderFormat.Text("2"),
            ["KC-API-TIMESTAMP"] = HeaderFormat.Text("{timestamp}"),
            ["KC-API-SIGN"] = HeaderFormat.Text("{signature:base64}"),
        },
        Values = { ["passphrase"] = SchemeValue.Secret() },
        Parameters = new() { Order = ParameterOrder.AsSent, Encoding = ParameterEncoding.Decoded, KeepsBareNames = true },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromSeconds(5)),
        AmbiguousBecause = "The vendor joins the parts with nothing between them, and signs the query decoded.",
        Code = new PassphraseBeside(),
        Documentation = new("https://www.kucoin.com/docs/basics/connection-method/authentication/signing-a-message"),
    });

    private sealed class PassphraseBeside : SchemeCode
    {
        private const string Header = "KC-API-PASSPHRASE";

        protected override int CountSignatures(in ClaimInput input) => 2;

        protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
        {
            if (input.SignatureIndex == 0)
            {
                return base.Read(input, claim);
            }

            if (input.Find(CarrierKind.Header, Header, out string text) is var outcome and not ClaimOutcome.Found)
            {
                return outcome;
            }

            bool isRead = input.Find(CarrierKind.Header, "KC-API-KEY", out string keyId) == ClaimOutcome.Found
                && input.Find(CarrierKind.Header, "KC-API-TIMESTAMP", out string time) == ClaimOutcome.Found
                && claim.TrySet("keyid", keyId) && claim.TrySet("timestamp", time) && claim.TrySetSignature(text, TagEncoding.Base64);
            return isRead ? ClaimOutcome.Found : ClaimOutcome.Malformed;
        }

        protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer) =>
            input.SignatureIndex == 0 ? base.TryWriteMessage(input, ref writer) : writer.TryWriteUtf8(input.GetValue("passphrase"));

        protected override void Write(in MessageInput input, in ComputedSignatures signatures, RequestDraft draft)
        {
            base.Write(input, signatures, draft);
            if (signatures.Count > 0)
            {
                draft.Set(CarrierKind.Header, Header, signatures.ToText(1, TagEncoding.Base64));
            }
        }
    }
}
