namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>DingTalk, messages to an enterprise robot: the time and the app secret, under the app secret.</summary>
    /// <remarks>
    /// <para>The body isn't signed: who sees one request can send any other within the hour. Take it over TLS only.</para>
    /// <para>The secret is the key and stands in the message too: give it as the key and as <c>scheme.With("app-secret", …)</c>.</para>
    /// </remarks>
    public static SignatureScheme DingTalk => field ??= SignatureScheme.Compile(new()
    {
        Name = "dingtalk",
        Message = "{timestamp}\n{app-secret}",
        Headers =
        {
            ["timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["sign"] = HeaderFormat.Text("{signature:base64}"),
        },
        Values = { ["app-secret"] = SchemeValue.Secret() },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromHours(1)),
        Documentation = new("https://open.dingtalk.com/document/orgapp/receive-message"),
    });
}
