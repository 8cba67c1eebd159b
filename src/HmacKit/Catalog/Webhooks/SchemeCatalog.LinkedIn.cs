namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>LinkedIn webhooks: a fixed text and the body.</summary>
    /// <remarks>
    /// <para>The key is the app's client secret.</para>
    /// <para>Anyone who asks as the vendor does, by GET, gets the MAC of letters, digits and <c>-_.~+/=</c>: take no body for an event that isn't a JSON object.</para>
    /// </remarks>
    public static SignatureScheme LinkedIn => field ??= SignatureScheme.Compile(new()
    {
        Name = "linkedin",
        Message = "hmacsha256={body}",
        Headers = { ["X-LI-Signature"] = HeaderFormat.Text("{signature:hex}") },
        EventIdentity = EventField.Json("/notificationId"),
        Handshake = Handshake.MacOfQuery("challengeCode", "challengeResponse", "", TagEncoding.Hex, tokenMember: "challengeCode"),
        Documentation = new("https://learn.microsoft.com/en-us/linkedin/shared/api-guide/webhook-validation"),
    });
}
