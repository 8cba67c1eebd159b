namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>SurveyMonkey webhooks: the body.</summary>
    /// <remarks>The secret is the app's client id and client secret with an <c>&amp;</c> between them.</remarks>
    public static SignatureScheme SurveyMonkey => field ??= SignatureScheme.Compile(new()
    {
        Name = "surveymonkey",
        Message = "{body}",
        Headers = { ["Sm-Signature"] = HeaderFormat.Text("{signature:base64}") },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        EventIdentity = EventField.Json("/event_id"),
        EventType = EventField.Json("/event_type"),
        Handshake = Handshake.OfHead,
        Documentation = new("https://api.surveymonkey.com/v3/docs#webhooks"),
    });
}
