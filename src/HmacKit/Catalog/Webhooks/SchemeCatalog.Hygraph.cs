namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Hygraph webhooks: a JSON text that holds the body as a string, the environment and the time.</summary>
    public static SignatureScheme Hygraph => field ??= SignatureScheme.Compile(new()
    {
        Name = "hygraph",
        Message = "{{\"Body\":\"{body:json}\",\"EnvironmentName\":\"{environment:json}\",\"TimeStamp\":{timestamp}}}",
        Headers = { ["gcms-signature"] = HeaderFormat.Fields("sign={signature:base64}, env={environment}, t={timestamp}") },
        Values = { ["environment"] = SchemeValue.Carried("master") },
        Freshness = new(TimestampFormat.UnixMilliseconds, TimeSpan.FromMinutes(5)),
        Documentation = new("https://hygraph.com/docs/api-reference/basics/webhooks#securing-webhooks"),
    });
}
