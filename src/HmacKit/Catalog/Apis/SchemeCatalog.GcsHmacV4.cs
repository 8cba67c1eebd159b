namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Google Cloud Storage's XML API with an HMAC key, in a header: the V4 process, with <c>GOOG4-HMAC-SHA256</c>.</summary>
    /// <remarks>
    /// <para>The path is signed as it is sent, and the body through its digest in <c>x-goog-content-sha256</c>. A body that isn't signed (<c>UNSIGNED-PAYLOAD</c>) isn't taken.</para>
    /// <para>The region may be <c>auto</c>, or where the bucket is; both sides must name the same.</para>
    /// </remarks>
    public static SignatureScheme GcsHmacV4 => field ??= SignatureScheme.Compile(new()
    {
        Name = "gcs-hmac-v4",
        Message = "GOOG4-HMAC-SHA256\n{timestamp}\n{date}/{region}/storage/goog4_request\n{canonical:sha256:hex}",
        Parts = { ["canonical"] = "{method}\n{path:decoded:encoded}\n{query:sorted}\n{headers:signed}\n{signed-headers}\n{header:x-goog-content-sha256}" },
        Headers =
        {
            ["X-Goog-Date"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Parameters("GOOG4-HMAC-SHA256 Credential={keyid}/{date}/{region}/storage/goog4_request, SignedHeaders={signed-headers}, Signature={signature:hex}"),
        },
        Values = { ["region"] = SchemeValue.Configured("auto") },
        SignedHeaderSet = new() { AtLeast = ["host", "x-goog-content-sha256", "x-goog-date"], WherePresent = ["content-md5", "content-type", "x-goog-*"], CollapsesBlanks = true, EndsWithJoiner = true },
        Digests = { ["{header:x-goog-content-sha256}"] = DigestRule.Required("{body:sha256:hex}") },
        KeyDerivation = KeyDerivation.FromSecret.WithPrefix("GOOG4").Hmac("{date}").Hmac("{region}").Hmac("storage").Hmac("goog4_request"),
        Freshness = new(TimestampFormat.IsoBasic, TimeSpan.FromMinutes(15)),
        Documentation = new("https://cloud.google.com/storage/docs/authentication/signatures"),
    });
}
