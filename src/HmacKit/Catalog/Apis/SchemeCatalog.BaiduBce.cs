namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Baidu AI Cloud, BCE v1.</summary>
    public static SignatureScheme BaiduBce => field ??= SignatureScheme.Compile(new()
    {
        Name = "baidu-bce-v1",
        Message = "{method}\n{path:decoded:encoded}\n{query:sorted}\n{headers:signed}",
        Headers = { ["Authorization"] = HeaderFormat.Text("bce-auth-v1/{keyid}/{timestamp}/{expires}/{signed-headers}/{signature:hex}") },
        SignedHeaderSet = new() { AtLeast = ["host"], IsPercentEncoded = true },
        KeyDerivation = KeyDerivation.FromSecret.Hmac("bce-auth-v1/{keyid}/{timestamp}/{expires}").AsText(TagEncoding.Hex),
        Freshness = new(TimestampFormat.Rfc3339Seconds, TimeSpan.FromMinutes(30)),
        Expiry = ExpiryRule.AfterSigning(life: TimeSpan.FromMinutes(30)),
        Documentation = new("https://cloud.baidu.com/doc/Reference/s/njwvz1yfu"),
    });
}
