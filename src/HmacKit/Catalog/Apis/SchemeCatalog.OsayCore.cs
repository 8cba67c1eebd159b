namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>OsayCore API: time and body.</summary>
    /// <remarks>
    /// <para>Requests without a body sign <c>timestamp.</c></para>
    /// <para>Two requests with one body in one second have one signature, so no replay rule can hold.</para>
    /// <para>The signature covers the bytes that are sent. A client that signs compact JSON and lets its HTTP library write the
    /// JSON again, with blanks, is refused.</para>
    /// </remarks>
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
