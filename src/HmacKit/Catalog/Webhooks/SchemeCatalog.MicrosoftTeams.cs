namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Microsoft Teams outgoing webhooks: the body, under the security token.</summary>
    /// <remarks>The security token is base64, and its bytes are the key. Teams waits five seconds for the answer, which is the message that it shows.</remarks>
    public static SignatureScheme MicrosoftTeams => field ??= SignatureScheme.Compile(new()
    {
        Name = "microsoft-teams",
        Message = "{body}",
        Headers = { ["Authorization"] = HeaderFormat.Text("HMAC {signature:base64}") },
        SecretFormat = KeyFormat.Base64,
        EventIdentity = EventField.Json("/id"),
        EventType = EventField.Json("/type"),
        Documentation = new("https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook"),
    });
}
