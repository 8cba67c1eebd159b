namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>WebSub, and vendors that kept its SHA-1 header (Intercom).</summary>
    /// <remarks>HMAC-SHA1 is here because the vendors still send it. Where a SHA-256 header comes too, use its scheme.</remarks>
    public static SignatureScheme WebSub => field ??= SignatureScheme.Compile(new()
    {
        Name = "x-hub-signature-sha1",
        OtherNames = ["intercom"],
        Message = "{body}",
        Headers =
        {
            ["X-Hub-Signature"] = HeaderFormat.Text("sha1={signature:hex}"),
        },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        EventIdentity = EventField.BodyDigest,
        Handshake = Handshake.EchoOfQuery("hub.challenge", "hub.verify_token"),
        Documentation = new("https://www.w3.org/TR/websub/#signing-content"),
    });
}
