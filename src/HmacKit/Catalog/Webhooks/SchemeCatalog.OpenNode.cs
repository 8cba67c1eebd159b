namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>OpenNode charges: the id alone.</summary>
    /// <remarks>
    /// <para>Of the form only <c>id</c> is signed: who sees one request can send any other status with it. Ask the API for the charge before you deliver anything.</para>
    /// <para>The secret is the API key with which the charge was made.</para>
    /// </remarks>
    public static SignatureScheme OpenNode => field ??= SignatureScheme.Compile(new()
    {
        Name = "opennode",
        Message = "{form:id}",
        Form = { ["hashed_order"] = HeaderFormat.Text("{signature:hex}") },
        EventIdentity = EventField.BodyDigest,
        Documentation = new("https://developers.opennode.com/docs/webhook-signature"),
    });
}
