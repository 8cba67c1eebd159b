namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Duo Admin and Auth API: date, method, host, path and sorted parameters on a line each.</summary>
    public static SignatureScheme DuoV2 => field ??= DuoWith("duo-v2", HmacAlgorithm.Sha1ForLegacyUseOnly);

    private static SignatureScheme DuoWith(string name, HmacAlgorithm algorithm, params string[] otherNames) => SignatureScheme.Compile(new()
    {
        Name = name,
        OtherNames = otherNames,
        Message = "{timestamp}\n{method}\n{host}\n{path}\n{parameters:sorted}",
        Headers =
        {
            ["Date"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Text("{keyid}:{signature:hex}").InBase64("Basic "),
        },
        Algorithm = algorithm,
        Freshness = new(TimestampFormat.Rfc5322, TimeSpan.FromMinutes(5)),
        Documentation = new("https://duo.com/docs/adminapi#authentication"),
    });
}
