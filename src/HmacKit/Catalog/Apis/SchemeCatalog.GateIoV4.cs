namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Gate.io v4 API.</summary>
    /// <remarks>The query is signed as it reads once decoded.</remarks>
    public static SignatureScheme GateIoV4 => field ??= SignatureScheme.Compile(new()
    {
        Name = "gateio-v4",
        Message = "{method}\n{path}\n{query:sorted}\n{body:sha512:hex}\n{timestamp}",
        Headers =
        {
            ["KEY"] = HeaderFormat.Text("{keyid}"),
            ["Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["SIGN"] = HeaderFormat.Text("{signature:hex}"),
        },
        Parameters = new() { Order = ParameterOrder.AsSent, Encoding = ParameterEncoding.Decoded, KeepsBareNames = true },
        Algorithm = HmacAlgorithm.Sha512,
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(60)),
        AmbiguousBecause = "the vendor signs the query decoded.",
        Documentation = new("https://www.gate.io/docs/developers/apiv4/#authentication"),
    });
}
