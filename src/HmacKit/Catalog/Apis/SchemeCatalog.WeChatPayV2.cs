namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>WeChat Pay API v2, requests, answers and payment notifications: the members of the XML body, sorted, and the API key.</summary>
    /// <remarks>
    /// <para>The API key is the key and stands in the message too: give it as the key and as <c>scheme.With("api-key", …)</c>.</para>
    /// <para>Without <c>sign_type</c> the vendor signs with MD5, which is no MAC and isn't taken here: order with <c>HMAC-SHA256</c>, as the signer does.</para>
    /// <para>No time is signed, and <c>nonce_str</c> is yours to set. A notification comes again until it is answered with <c>SUCCESS</c>; compare its amount with your order's.</para>
    /// </remarks>
    public static SignatureScheme WeChatPayV2 => field ??= SignatureScheme.Compile(new()
    {
        Name = "wechat-pay-v2",
        Message = "{xml:sorted}&key={api-key}",
        Xml =
        {
            ["sign_type"] = HeaderFormat.Text("HMAC-SHA256").Optional(),
            ["sign"] = HeaderFormat.Text("{signature:hex-upper}"),
        },
        Values = { ["api-key"] = SchemeValue.Secret() },
        EventIdentity = EventField.Xml("transaction_id"),
        AmbiguousBecause = "a value may hold the & and = that stand between two members.",
        Documentation = new("https://pay.weixin.qq.com/wiki/doc/api/jsapi.php?chapter=4_3"),
    });
}
