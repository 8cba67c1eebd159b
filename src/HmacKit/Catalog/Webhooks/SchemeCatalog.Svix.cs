namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Svix webhooks: Standard Webhooks under other header names.</summary>
    /// <remarks>
    /// <para>While a secret is rotated there is a signature for each, the new key's first, as Svix sends them.</para>
    /// <para>The secret is base64. The <c>whsec_</c> before it isn't part of the key and may be left out, as the official libraries have it.</para>
    /// <para>Svix repeats a delivery that failed under the same id: see Standard Webhooks.</para>
    /// </remarks>
    public static SignatureScheme Svix => field ??=
        StandardWebhooksOf("svix", "https://docs.svix.com/receiving/verifying-payloads/how-manual", KeyFormat.Base64.AfterOptional("whsec_"), headers: "svix");
}
