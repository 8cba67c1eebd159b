namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Resend webhooks.</summary>
    /// <remarks>The same wire format as <c>svix</c>, under the vendor's name.</remarks>
    public static SignatureScheme Resend => field ??=
        StandardWebhooksOf("resend", "https://resend.com/docs/dashboard/webhooks/verify-webhooks-requests", KeyFormat.Base64.AfterOptional("whsec_"), headers: "svix");
}
