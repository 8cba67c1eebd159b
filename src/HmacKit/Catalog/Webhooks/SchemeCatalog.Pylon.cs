namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Pylon (usepylon.com) webhooks.</summary>
    public static SignatureScheme Pylon => field ??= SignatureScheme.Compile(new()
    {
        Name = "pylon",
        Message = "{body}",
        Headers = { ["X-Pylon-Signature"] = HeaderFormat.Text("{signature:hex}") },
        Documentation = new("https://kb.help.usepylon.com/articles/6080966819-how-do-i-verify-the-webhook-signatures"),
    });
}
