namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Acquia HTTP HMAC 2.0: method, host, path, query, the parameters of the header, and the body if there is one.</summary>
    /// <remarks>Headers that are signed besides are named in the value <c>headers</c>, as the header has it: <c>X-One%3BX-Two</c>.</remarks>
    public static SignatureScheme AcquiaHttpHmac2 => field ??= SignatureScheme.Compile(new()
    {
        Name = "acquia-http-hmac-2",
        Message = "{method}\n{authority}\n{path}\n{query}\nid={keyid}&nonce={nonce}&realm={realm}&version=2.0\n[{headers}\n]{timestamp}[\n{header:Content-Type:lower}\n{header:X-Authorization-Content-SHA256}]",
        Headers =
        {
            ["X-Authorization-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Parameters(
                "acquia-http-hmac id=\"{keyid}\"[,headers=\"{headers}\"],nonce=\"{nonce}\",realm=\"{realm}\",signature=\"{signature:base64}\",version=\"2.0\""),
        },
        Values = { ["realm"] = SchemeValue.Carried(), ["headers"] = SchemeValue.Carried("") },
        Digests = { ["{header:X-Authorization-Content-SHA256}"] = DigestRule.RequiredWithBody("{body:sha256:base64}") },
        SecretFormat = KeyFormat.Base64,
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(15)),
        Replay = ReplayRule.ByNonce,
        AmbiguousBecause = "the lines of the body are left out where there is none.",
        Code = new AcquiaCode(),
        Documentation = new("https://github.com/acquia/http-hmac-spec/blob/2.0/README.markdown"),
    });
}
