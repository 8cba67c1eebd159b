using System.Text;

namespace HmacKit.Tests.Catalog;

/// <summary>What a vector can't say of WeChat Pay: what is refused though its MAC may be right, and what a signer adds.</summary>
public class WeChatPayTests
{
    private const string Key = "192006250b4c09247ec02edce69f6a2d";

    private static readonly SignatureScheme Scheme = SchemeCatalog.WeChatPayV2.With("api-key", Key);

    private static readonly KeyRing Ring = new(Scheme.ImportKey(Key));

    private static readonly CatalogVector Vector = CatalogVector.All.First(static vector => vector.SchemeName == "wechat-pay-v2");

    [Theory]
    [InlineData("<sign>", "<sign_type>MD5</sign_type><sign>", VerificationStatus.MalformedHeader)]
    [InlineData("<sign>", "<sign_type/><sign>", VerificationStatus.MalformedHeader)]
    [InlineData("<device_info>", "<device_info>1000</device_info><device_info>", VerificationStatus.MalformedHeader)]
    [InlineData("<xml>", "<!DOCTYPE xml><xml>", VerificationStatus.MalformedHeader)]
    [InlineData("<body>test</body>", "<body><a>test</a></body>", VerificationStatus.MalformedHeader)]
    [InlineData("<xml>", "<?xml version=\"1.0\" encoding=\"GBK\"?><xml>", VerificationStatus.MalformedHeader)]
    [InlineData("<sign>", "<sign2>", VerificationStatus.MalformedHeader)]
    [InlineData("sign>", "sign2>", VerificationStatus.MissingHeader)]
    [InlineData("<body>test", "<body>Test", VerificationStatus.SignatureMismatch)]
    [InlineData("<sign>", "<total_fee>1</total_fee><sign>", VerificationStatus.SignatureMismatch)]
    [InlineData("<sign>", "<attach></attach><sign>", VerificationStatus.Valid)]
    [InlineData("<body>test", "<body><![CDATA[test]]>", VerificationStatus.Valid)]
    public void What_changes_the_members_changes_the_answer(string text, string by, VerificationStatus expected)
    {
        string body = Encoding.UTF8.GetString(Vector.Request.Body.Span).Replace(text, by, StringComparison.Ordinal);
        Assert.Equal(expected, Scheme.Verify(new RawRequest("POST", "/", [], Encoding.UTF8.GetBytes(body)), Ring, DateTimeOffset.UnixEpoch).Status);
    }

    [Fact]
    public void A_signer_says_which_algorithm_it_is()
    {
        var request = new RawRequest("POST", "/", [], "<xml><body>a &amp; b</body><nonce_str>1</nonce_str></xml>"u8.ToArray());
        RawRequest signed = new RequestSigner(Scheme, Ring).Sign(request).ApplyTo(request);
        Assert.Equal(VerificationStatus.Valid, Scheme.Verify(signed, Ring, DateTimeOffset.UnixEpoch).Status);
        Assert.StartsWith("<xml><body>a &amp; b</body><nonce_str>1</nonce_str><sign_type>HMAC-SHA256</sign_type><sign>", Encoding.UTF8.GetString(signed.Body.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<xml><transaction_id><![CDATA[1004400740201409030005092168]]></transaction_id></xml>", EventFieldStatus.Found, "1004400740201409030005092168")]
    [InlineData("<xml><transaction_id></transaction_id></xml>", EventFieldStatus.Malformed, "")]
    [InlineData("<xml></xml>", EventFieldStatus.Missing, "")]
    [InlineData("{}", EventFieldStatus.Malformed, "")]
    public void The_payments_number_tells_its_notification_from_others(string body, EventFieldStatus expected, string value)
    {
        Assert.Equal(expected, Scheme.EventIdentity!.Read(new SignedEvent(null, null, null, Encoding.UTF8.GetBytes(body)), default, out string found));
        Assert.Equal(value, found);
    }
}
