namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Bitget v2 API.</summary>
    /// <remarks>
    /// <para>The query is signed as it reads once decoded.</para>
    /// <para>The passphrase header is sent beside it, in the clear and unsigned: check it yourself, or set it on the client.</para>
    /// </remarks>
    public static SignatureScheme BitgetV2 => field ??= SignatureScheme.Compile(new()
    {
        Name = "bitget-v2",
        Message = "{timestamp}{method}{path}[?{query:sorted}]{body}",
        Headers =
        {
            ["ACCESS-KEY"] = HeaderFormat.Text("{keyid}"),
            ["ACCESS-TIMESTAMP"] = HeaderFormat.Text("{timestamp}"),
            ["ACCESS-SIGN"] = HeaderFormat.Text("{signature:base64}"),
        },
        Parameters = new() { Order = ParameterOrder.AsSent, Encoding = ParameterEncoding.Decoded, KeepsBareNames = true },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromSeconds(30)),
        AmbiguousBecause = "The vendor joins the parts with nothing between them, and signs the query decoded.",
        Documentation = new("https://www.bitget.com/api-doc/common/signature"),
    });
}
