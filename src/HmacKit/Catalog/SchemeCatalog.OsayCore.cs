namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>The OsayCore API: time and body. Requests without a body sign <c>timestamp.</c></summary>
    /// <remarks>Method and path aren't signed, and two requests with one body in one second have one signature: no replay rule can hold.</remarks>
    public static SignatureScheme OsayCore => field ??= SignatureScheme.Compile(new()
    {
        Name = "osaycore",
        Message = "{timestamp}.{body}",
        Headers =
        {
            ["X-OSAYCORE-API-KEY"] = HeaderFormat.Text("{keyid}"),
            ["X-OSAYCORE-TIMESTAMP"] = HeaderFormat.Text("{timestamp}"),
            ["X-OSAYCORE-SIGNATURE"] = HeaderFormat.Text("{signature:hex}"),
        },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
    });
}
