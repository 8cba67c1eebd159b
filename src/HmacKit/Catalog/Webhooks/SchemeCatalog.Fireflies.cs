namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Fireflies.ai webhooks, version 2: the body.</summary>
    /// <remarks>Version 1 sends the same signature without <c>sha256=</c>, and is <c>fireflies-v1</c>.</remarks>
    public static SignatureScheme Fireflies => field ??= SignatureScheme.Compile(new()
    {
        Name = "fireflies",
        Message = "{body}",
        Headers = { ["x-hub-signature"] = HeaderFormat.Text("sha256={signature:hex}") },
        EventIdentity = EventField.BodyDigest,
        EventType = EventField.Json("/event"),
        Documentation = new("https://docs.fireflies.ai/graphql-api/webhooks-v2"),
    });
}
