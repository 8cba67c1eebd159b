namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Duo Admin and Auth API: date, method, host, path and sorted parameters on a line each.</summary>
    public static SignatureScheme DuoV2 => field ??= SignatureScheme.Compile(new()
    {
        Name = "duo-v2",
        Message = "{timestamp}\n{method}\n{host}\n{path}\n{parameters:sorted}",
        Headers =
        {
            ["Date"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Text("{keyid}:{signature:hex}").InBase64("Basic "),
        },
        Algorithm = HmacAlgorithm.Sha1ForLegacyUseOnly,
        Freshness = new(TimestampFormat.Rfc5322, TimeSpan.FromMinutes(5)),
        Documentation = new("https://duo.com/docs/adminapi#authentication"),
    });
}
