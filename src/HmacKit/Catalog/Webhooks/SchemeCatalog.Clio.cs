namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Clio webhooks: the body.</summary>
    /// <remarks>The secret comes once, in the <c>X-Hook-Secret</c> header of the first request, which is to be echoed.</remarks>
    public static SignatureScheme Clio => field ??= SignatureScheme.Compile(new()
    {
        Name = "clio",
        Message = "{body}",
        Headers = { ["X-Hook-Signature"] = HeaderFormat.Text("{signature:hex}") },
        EventIdentity = EventField.BodyDigest,
        EventType = EventField.Json("/meta/event"),
        Handshake = Handshake.OfSecret("X-Hook-Secret"),
        Documentation = new("https://docs.developers.clio.com/clio-manage/webhooks/"),
    });
}
