namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Pusher Channels HTTP API.</summary>
    public static SignatureScheme PusherRest => field ??= SignatureScheme.Compile(new()
    {
        Name = "pusher-rest",
        Message = "{method}\n{path}\n{query:sorted}",
        Query =
        {
            ["auth_key"] = HeaderFormat.Text("{keyid}"),
            ["auth_timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["auth_version"] = HeaderFormat.Text("1.0"),
            ["body_md5"] = HeaderFormat.Text("{body_md5}").Optional(),
            ["auth_signature"] = HeaderFormat.Text("{signature:hex}"),
        },
        Parameters = new() { Encoding = ParameterEncoding.Decoded, NamesInLowerCase = true, Order = ParameterOrder.ByNameOnly },
        Values = { ["body_md5"] = SchemeValue.Carried() },
        Digests = { ["{body_md5}"] = DigestRule.RequiredWithBody("{body:legacy-md5:hex}") },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(10)),
        AmbiguousBecause = "The vendor writes decoded values, which may hold what separates them.",
        Documentation = new("https://pusher.com/docs/channels/library_auth_reference/rest-api/"),
    });
}
