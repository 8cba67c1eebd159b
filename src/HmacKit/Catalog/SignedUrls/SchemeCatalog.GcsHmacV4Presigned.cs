namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Google Cloud Storage, a signed URL with an HMAC key: the V4 process, with <c>GOOG4-HMAC-SHA256</c>.</summary>
    /// <remarks>The body isn't signed, so anybody who has a URL for an upload can send any bytes.</remarks>
    public static SignatureScheme GcsHmacV4Presigned => field ??= SignatureScheme.Compile(new()
    {
        Name = "gcs-hmac-v4-presigned",
        OtherNames = ["gcs-hmac-v4"],
        Message = "GOOG4-HMAC-SHA256\n{timestamp}\n{date}/{region}/storage/goog4_request\n{canonical:sha256:hex}",
        Parts = { ["canonical"] = "{method}\n{path:decoded:encoded}\n{query:sorted}\n{headers:signed}\n{signed-headers}\nUNSIGNED-PAYLOAD" },
        Query =
        {
            ["X-Goog-Algorithm"] = HeaderFormat.Text("GOOG4-HMAC-SHA256"),
            ["X-Goog-Credential"] = HeaderFormat.Text("{keyid}/{date}/{region}/storage/goog4_request"),
            ["X-Goog-Date"] = HeaderFormat.Text("{timestamp}"),
            ["X-Goog-Expires"] = HeaderFormat.Text("{expires}"),
            ["X-Goog-SignedHeaders"] = HeaderFormat.Text("{signed-headers}"),
            ["X-Goog-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Values = { ["region"] = SchemeValue.Configured("auto") },
        SignedHeaderSet = new() { AtLeast = ["host"], CollapsesBlanks = true, EndsWithJoiner = true },
        KeyDerivation = KeyDerivation.FromSecret.WithPrefix("GOOG4").Hmac("{date}").Hmac("{region}").Hmac("storage").Hmac("goog4_request"),
        Freshness = new(TimestampFormat.IsoBasic, TimeSpan.FromMinutes(15)),
        Expiry = ExpiryRule.AfterSigning(),
        Documentation = new("https://cloud.google.com/storage/docs/authentication/canonical-requests"),
    });
}
