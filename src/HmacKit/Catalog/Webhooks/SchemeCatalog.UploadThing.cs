namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>UploadThing webhooks: the body.</summary>
    /// <remarks>The secret is the API key, <c>sk_…</c>.</remarks>
    public static SignatureScheme UploadThing => field ??= SignatureScheme.Compile(new()
    {
        Name = "uploadthing",
        Message = "{body}",
        Headers = { ["x-uploadthing-signature"] = HeaderFormat.Text("hmac-sha256={signature:hex}") },
        EventIdentity = EventField.BodyDigest,
        Documentation = new("https://docs.uploadthing.com/uploading-files"),
    });
}
