namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Lemon Squeezy webhooks.</summary>
    public static SignatureScheme LemonSqueezy => field ??= SignatureScheme.Compile(new()
    {
        Name = "lemon-squeezy",
        Message = "{body}",
        Headers =
        {
            ["X-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Documentation = new("https://docs.lemonsqueezy.com/help/webhooks/signing-requests"),
    });
}
