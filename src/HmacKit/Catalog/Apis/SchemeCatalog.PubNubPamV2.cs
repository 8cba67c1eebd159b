namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>PubNub access manager, signature version 2: method, publish key, path, sorted query and body.</summary>
    public static SignatureScheme PubNubPamV2 => field ??= SignatureScheme.Compile(new()
    {
        Name = "pubnub-pam-v2",
        Message = "{method}\n{publishKey}\n{path}\n{query:sorted}\n{body}",
        Query =
        {
            ["timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["signature"] = HeaderFormat.Text("v2.{signature:base64url}"),
        },
        Values = { ["publishKey"] = SchemeValue.Configured() },
        Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(1)),
        Documentation = new("https://www.pubnub.com/docs/sdks/rest-api/introduction-to-rest"),
    });
}
