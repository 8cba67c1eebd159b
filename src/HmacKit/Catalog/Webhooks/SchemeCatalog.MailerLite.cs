namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>MailerLite webhooks.</summary>
    /// <remarks>The vendor signs its JSON as it sends it. Verify the raw bytes, not JSON that was parsed and written again.</remarks>
    public static SignatureScheme MailerLite => field ??= SignatureScheme.Compile(new()
    {
        Name = "mailerlite",
        Message = "{body}",
        Headers = { ["Signature"] = HeaderFormat.Text("{signature:hex}") },
        Documentation = new("https://developers.mailerlite.com/docs/webhooks.html"),
    });
}
