namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>DingTalk, messages from you to a custom robot: the time and the secret, under the secret, in the query.</summary>
    /// <remarks>
    /// <para>Neither <c>access_token</c> nor the body is signed.</para>
    /// <para>The secret is the key and stands in the message too: give it as the key and as <c>scheme.With("app-secret", …)</c>.</para>
    /// </remarks>
    public static SignatureScheme DingTalkRobot => field ??= SignatureScheme.Compile(new()
    {
        Name = "dingtalk-robot",
        Message = "{timestamp}\n{app-secret}",
        Query =
        {
            ["timestamp"] = HeaderFormat.Text("{timestamp}"),
            ["sign"] = HeaderFormat.Text("{signature:base64}"),
        },
        Values = { ["app-secret"] = SchemeValue.Secret() },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromHours(1)),
        Documentation = new("https://open.dingtalk.com/document/robots/customize-robot-security-settings"),
    });
}
