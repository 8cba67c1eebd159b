namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Autumn webhooks.</summary>
    /// <remarks>The same wire format as <c>svix</c>, under the vendor's name.</remarks>
    public static SignatureScheme Autumn => field ??=
        StandardWebhooksOf("autumn", "https://docs.useautumn.com/documentation/webhooks", KeyFormat.Base64.AfterOptional("whsec_"), headers: "svix");
}
