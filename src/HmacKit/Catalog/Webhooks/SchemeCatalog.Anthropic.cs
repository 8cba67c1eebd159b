namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Anthropic webhooks.</summary>
    /// <remarks>The same wire format as <c>standard-webhooks</c>, under the vendor's name.</remarks>
    public static SignatureScheme Anthropic => field ??=
        StandardWebhooksOf("anthropic", "https://platform.claude.com/docs/en/managed-agents/webhooks", KeyFormat.Base64.AfterOptional("whsec_"));
}
