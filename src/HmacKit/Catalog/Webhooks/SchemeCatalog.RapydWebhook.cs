namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Rapyd webhooks: the URL as it was registered, salt, time, access key, secret key and body.</summary>
    /// <remarks>
    /// <para>The secret key is the key and stands in the message too: give it as the key and as <c>scheme.With("secret-key", …)</c>.</para>
    /// <para>The signature is the base64 of the MAC's hex text.</para>
    /// </remarks>
    public static SignatureScheme RapydWebhook => field ??=
        RapydWith("rapyd-webhook", "{url}", "webhook-authentication", EventField.Json("/id"), EventField.Json("/type"));
}
