namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>The OORT Datahub plugin API: the query as sorted JSON, the body, the time.</summary>
    /// <remarks>Method and path aren't signed.</remarks>
    public static SignatureScheme Oort => field ??= SignatureScheme.Compile(new()
    {
        Name = "oort",
        Message = "{query:sorted-json}{body}{timestamp}",
        Headers =
        {
            ["D-API-KEY"] = HeaderFormat.Text("{keyid}"),
            ["D-TIMESTAMP"] = HeaderFormat.Text("{timestamp}"),
            ["D-SIGNATURE"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromSeconds(300)),
        AmbiguousBecause = "the vendor joins query, body and time without a delimiter: what is moved from one to the other keeps the signature.",
    });
}
