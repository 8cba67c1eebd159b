namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Worldline API (Connect and Direct), v1HMAC: method, content type, date, the headers that begin with <c>X-GCS</c>, and the target.</summary>
    /// <remarks>The body isn't signed: TLS alone protects it.</remarks>
    public static SignatureScheme Worldline => field ??= SignatureScheme.Compile(new()
    {
        Name = "worldline",
        Message = "{method}\n{header:Content-Type}\n{timestamp}\n{headers:x-gcs*}{target}\n",
        Headers =
        {
            ["Date"] = HeaderFormat.Text("{timestamp}"),
            ["Authorization"] = HeaderFormat.Text("GCS v1HMAC:{keyid}:{signature:base64}"),
        },
        SignedHeaderSet = new() { EndsWithJoiner = true },
        Freshness = new(TimestampFormat.HttpDate, TimeSpan.FromMinutes(5)),
        AmbiguousBecause = "a header that begins with X-GCS may hold what separates headers.",
        Documentation = new("https://docs.connect.worldline-solutions.com/documentation/api/authentication/"),
    });
}
