namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Facebook signed requests: a form field that holds signature and payload.</summary>
    /// <remarks>The payload names its own time of issue (<c>issued_at</c>), which the application has to check: it is inside base64url.</remarks>
    public static SignatureScheme FacebookSignedRequest => field ??= SignatureScheme.Compile(new()
    {
        Name = "facebook-signed-request",
        Message = "{payload}",
        Form = { ["signed_request"] = HeaderFormat.Text("{signature:base64url}.{payload}") },
        Values = { ["payload"] = SchemeValue.Carried() },
        Documentation = new("https://developers.facebook.com/docs/games/gamesonfacebook/login#parsingsr"),
    });
}
