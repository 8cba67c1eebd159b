namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Bitvavo API.</summary>
    /// <remarks><c>Bitvavo-Access-Window</c> isn't signed and is left to the vendor; the window here is its default, ten seconds.</remarks>
    public static SignatureScheme Bitvavo => field ??= SignatureScheme.Compile(new()
    {
        Name = "bitvavo",
        Message = "{timestamp}{method}{target}{body}",
        Headers =
        {
            ["Bitvavo-Access-Key"] = HeaderFormat.Text("{keyid}"),
            ["Bitvavo-Access-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["Bitvavo-Access-Signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromSeconds(10)),
        AmbiguousBecause = "The vendor joins the parts with nothing between them.",
        Documentation = new("https://docs.bitvavo.com/docs/authentication"),
    });
}
