namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Dropbox Sign event callbacks.</summary>
    /// <remarks>In production the JSON comes as the field <c>json</c> of a multipart form: hand that field to <c>scheme.Verify</c>.</remarks>
    public static SignatureScheme DropboxSign => field ??= SignatureScheme.Compile(new()
    {
        Name = "dropbox-sign",
        Message = "{timestamp}{json:/event/event_type}",
        Json =
        {
            ["/event/event_time"] = HeaderFormat.Text("{timestamp}"),
            ["/event/event_hash"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        AmbiguousBecause = "The vendor joins the time and the type with nothing between them.",
        Documentation = new("https://developers.hellosign.com/docs/events/walkthrough/"),
    });
}
