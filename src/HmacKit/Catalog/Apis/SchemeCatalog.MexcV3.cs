namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>MEXC spot API, version 3: query and form as they are sent, without the signature.</summary>
    /// <remarks>
    /// <para>Method and path are not signed. The window is the default of <c>recvWindow</c>.</para>
    /// <para>Time and signature may also be in a form; a signer puts them into the query, or into a form that has a <c>timestamp</c>.</para>
    /// </remarks>
    public static SignatureScheme MexcV3 => field ??= SignatureScheme.Compile(new()
    {
        Name = "mexc-v3",
        Message = "{query:unsigned}{body}",
        Headers = { ["X-MEXC-APIKEY"] = HeaderFormat.Text("{keyid}") },
        Query =
        {
            ["timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixMilliseconds, maxAge: TimeSpan.FromSeconds(5), maxSkew: TimeSpan.FromSeconds(1)),
        AmbiguousBecause = "the vendor joins query and body without a delimiter: what is moved from one to the other keeps the signature.",
        Code = new BinanceCode("X-MEXC-APIKEY"),
        Documentation = new("https://mexcdevelop.github.io/apidocs/spot_v3_en/#signed"),
    });
}
