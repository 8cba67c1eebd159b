namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Kontent.ai webhooks.</summary>
    public static SignatureScheme KontentAi => field ??= SignatureScheme.Compile(new()
    {
        Name = "kontent-ai",
        Message = "{body}",
        Headers =
        {
            ["X-Kontent-ai-Signature"] = HeaderFormat.Text("{signature:base64}"),
        },
        Documentation = new("https://kontent.ai/learn/docs/webhooks/webhooks/net"),
    });
}
