namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Acquia HTTP HMAC 2.0, the answers: nonce and time of the request, and the body of the answer.</summary>
    /// <remarks>Status and headers of the answer aren't signed. Give signer and verifier an <see cref="AnswerSource"/>.</remarks>
    public static SignatureScheme AcquiaHttpHmac2Response => field ??= SignatureScheme.Compile(new()
    {
        Name = "acquia-http-hmac-2-response",
        Message = "{nonce}\n{timestamp}\n{body}",
        Headers = { ["X-Server-Authorization-HMAC-SHA256"] = HeaderFormat.Text("{signature:base64}") },
        AnswersTo = AcquiaHttpHmac2,
        SecretFormat = KeyFormat.Base64,
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(15)),
        Documentation = new("https://github.com/acquia/http-hmac-spec/blob/2.0/README.markdown"),
    });
}
