namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Bridge (open banking) webhooks: the body.</summary>
    /// <remarks>For a day after the secret was changed there is a signature for each.</remarks>
    public static SignatureScheme BridgeApi => field ??= SignatureScheme.Compile(new()
    {
        Name = "bridge-api",
        Message = "{body}",
        Headers = { ["BridgeApi-Signature"] = HeaderFormat.List("v1={signature:hex-upper}", separator: ',') },
        SignsWithAllKeys = true,
        EventIdentity = EventField.BodyDigest,
        EventType = EventField.Json("/type"),
        Documentation = new("https://docs.bridgeapi.io/docs/webhooks"),
    });
}
