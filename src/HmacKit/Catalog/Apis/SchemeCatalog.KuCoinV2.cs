namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>KuCoin API, key version 2.</summary>
    /// <remarks>
    /// <para>The query is signed as it reads once decoded.</para>
    /// <para><c>KC-API-PASSPHRASE</c> is a second MAC, of the passphrase: it is fixed for a key, so set it on the client.</para>
    /// </remarks>
    public static SignatureScheme KuCoinV2 => field ??= SignatureScheme.Compile(new()
    {
        Name = "kucoin-v2",
        Message = "{timestamp}{method}{path}[?{query:sorted}]{body}",
        Headers =
        {
            ["KC-API-KEY"] = HeaderFormat.Text("{keyid}"),
            ["KC-API-TIMESTAMP"] = HeaderFormat.Text("{timestamp}"),
            ["KC-API-SIGN"] = HeaderFormat.Text("{signature:base64}"),
        },
        Parameters = new() { Order = ParameterOrder.AsSent, Encoding = ParameterEncoding.Decoded, KeepsBareNames = true },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromSeconds(5)),
        AmbiguousBecause = "The vendor joins the parts with nothing between them, and signs the query decoded.",
        Documentation = new("https://www.kucoin.com/docs/basics/connection-method/authentication/signing-a-message"),
    });
}
