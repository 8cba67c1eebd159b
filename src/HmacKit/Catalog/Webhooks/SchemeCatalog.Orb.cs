namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Orb webhooks: version, time and body. The time is ISO 8601 in UTC without an offset.</summary>
    public static SignatureScheme Orb => field ??= SignatureScheme.Compile(new()
    {
        Name = "orb",
        Message = "v1:{timestamp}:{body}",
        Headers =
        {
            ["X-Orb-Timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["X-Orb-Signature"] = HeaderFormat.List("v1={signature:hex}"),
        },
        Freshness = new(TimestampFormat.IsoWithoutOffsetFraction, TimeSpan.FromMinutes(5)),
        AmbiguousBecause = "the time holds colons; it is of a fixed form, so that it ends where the next colon stands.",
        Documentation = new("https://docs.withorb.com/integrations-and-exports/webhooks"),
    });
}
