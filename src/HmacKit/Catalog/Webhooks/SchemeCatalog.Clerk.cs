namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Clerk webhooks.</summary>
    /// <remarks>The same wire format as <c>svix</c>, under the vendor's name.</remarks>
    public static SignatureScheme Clerk => field ??=
        StandardWebhooksOf("clerk", "https://clerk.com/docs/webhooks/overview", KeyFormat.Base64.AfterOptional("whsec_"), headers: "svix");
}
