namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>OpenAI webhooks.</summary>
    /// <remarks>The same wire format as <c>standard-webhooks</c>, under the vendor's name.</remarks>
    public static SignatureScheme OpenAi => field ??=
        StandardWebhooksOf("openai", "https://platform.openai.com/docs/guides/webhooks", KeyFormat.Base64.After("whsec_"));
}
