namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>Lark and Feishu events (schema 2.0) without an encrypt key: the verification token itself in the body, without a MAC.</summary>
    /// <remarks>
    /// <para>It proves that the sender knows the token, and nothing of the request: who sees one request can send any other. Take it over TLS only, and keep the body out of logs.</para>
    /// <para>With an encrypt key the body is encrypted and <c>X-Lark-Signature</c> is a plain SHA-256 with the key in the middle, not an HMAC; that isn't taken. The challenge of <c>url_verification</c> has its token at <c>/token</c>: answer it before this.</para>
    /// </remarks>
    public static SignatureScheme Lark => field ??= SignatureScheme.Compile(new()
    {
        Name = "lark",
        OtherNames = ["feishu"],
        Json = { ["/header/token"] = HeaderFormat.Text("{token}") },
        EventIdentity = EventField.Json("/header/event_id"),
        EventType = EventField.Json("/header/event_type"),
        Documentation = new("https://open.larksuite.com/document/server-docs/event-subscription-guide/event-subscription-configure-/request-url-configuration-case"),
    });
}
