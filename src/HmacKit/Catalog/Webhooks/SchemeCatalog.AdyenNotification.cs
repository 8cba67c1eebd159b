namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Adyen payment notifications: each item of the request is signed by itself, and all of them must be right.</summary>
    /// <remarks>Eight fields of an item are signed, and nothing else of it: neither the date nor the rest of <c>additionalData</c>.</remarks>
    public static SignatureScheme AdyenNotification => field ??= SignatureScheme.Compile(new()
    {
        Name = "adyen-notification",
        Message = string.Join(':', NotificationItems.Fields.Select(static name => $"{{json:/notificationItems/0/NotificationRequestItem/{name}}}")),
        Json = { ["/notificationItems/0/NotificationRequestItem/additionalData/hmacSignature"] = HeaderFormat.Text("{signature:base64}") },
        SecretFormat = KeyFormat.Hex,
        AmbiguousBecause = "a value may hold the colon that stands between two of them.",
        Code = new NotificationItems(),
        Documentation = new("https://docs.adyen.com/development-resources/webhooks/verify-hmac-signatures/"),
    });

    private sealed class NotificationItems : SchemeCode
    {
        public static readonly string[] Fields =
            ["pspReference", "originalReference", "merchantAccountCode", "merchantReference", "amount/value", "amount/currency", "eventCode", "success"];

        protected override int CountSignatures(in ClaimInput input)
        {
            int count = 0;
            for (var outcome = ClaimOutcome.Found; count <= MaxSignatures && outcome == ClaimOutcome.Found;)
            {
                // An item that can't be read refuses all of them, so the others needn't be looked for.
                outcome = input.Find(CarrierKind.Json, $"{ItemAt(count)}/eventCode", out _);
                count += outcome == ClaimOutcome.Missing ? 0 : 1;
            }

            return count;
        }

        protected override ClaimOutcome Read(in ClaimInput input, ClaimWriter claim)
        {
            ClaimOutcome outcome = input.Find(CarrierKind.Json, $"{ItemAt(input.SignatureIndex)}/additionalData/hmacSignature", out string signature);
            return outcome != ClaimOutcome.Found || claim.TrySetSignature(signature, TagEncoding.Base64) ? outcome : ClaimOutcome.Malformed;
        }

        protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer)
        {
            for (int i = 0; i < Fields.Length; i++)
            {
                if (!writer.TryWriteAscii(i == 0 ? "" : ":") || !input.TryWrite(CarrierKind.Json, $"{ItemAt(input.SignatureIndex)}/{Fields[i]}", ref writer))
                {
                    return false;
                }
            }

            return true;
        }

        protected override void Write(in MessageInput input, in ComputedSignatures signatures, RequestDraft draft)
        {
            for (int i = 0; i < signatures.Count; i++)
            {
                draft.Set(CarrierKind.Json, $"{ItemAt(i)}/additionalData/hmacSignature", signatures.ToText(i, TagEncoding.Base64));
            }
        }

        private static string ItemAt(int index) => $"/notificationItems/{index}/NotificationRequestItem";
    }
}
