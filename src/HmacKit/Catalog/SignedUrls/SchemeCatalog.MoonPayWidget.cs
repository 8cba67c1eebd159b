namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>MoonPay widget URLs: the query.</summary>
    /// <remarks>
    /// <para>The question mark is signed too. <c>signature</c> comes last; MoonPay wants it wherever a wallet address is given.</para>
    /// <para>No end is signed: a URL counts for ever.</para>
    /// </remarks>
    public static SignatureScheme MoonPayWidget => field ??= SignatureScheme.Compile(new()
    {
        Name = "moonpay-widget",
        Message = "?{query:unsigned}",
        Query = { ["signature"] = HeaderFormat.Text("{signature:base64}") },
        Documentation = new("https://dev.moonpay.com/widget/on-ramp/customization/url-signing"),
    });
}
