namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Cal.com webhooks.</summary>
    public static SignatureScheme CalCom => field ??= SignatureScheme.Compile(new()
    {
        Name = "cal-com",
        Message = "{body}",
        Headers =
        {
            ["X-Cal-Signature-256"] = HeaderFormat.Text("{signature:hex}"),
        },
        Documentation = new("https://cal.com/docs/developing/guides/automation/webhooks"),
    });
}
