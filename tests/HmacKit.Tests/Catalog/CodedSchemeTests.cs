using System.Text;

namespace HmacKit.Tests.Catalog;

/// <summary>Schemes of the catalogue in code, where one vector says too little.</summary>
public class CodedSchemeTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    [Fact]
    public async Task The_pair_of_a_known_public_key_is_enough_wherever_it_stands()
    {
        CatalogVector vector = CatalogVector.All.Single(vector => vector.SchemeName == "braintree");
        SignatureScheme scheme = SchemeCatalog.Braintree;
        string body = Encoding.ASCII.GetString(vector.Request.Body.Span);
        string other = body.Replace("bt_signature=", $"bt_signature=other_key%7C{new string('0', 40)}%26", StringComparison.Ordinal);
        var verifier = new RequestVerifier(scheme, new MemoryKeySource(vector.Ring(scheme)));
        VerificationResult result = await verifier.VerifyAsync(new RawRequest("POST", "/hook", vector.Request.Headers, Encoding.ASCII.GetBytes(other)));
        Assert.Equal((VerificationStatus.Valid, "integration_public_key"), (result.Status, result.KeyId));
    }

    [Theory]
    [InlineData("KC-API-PASSPHRASE", VerificationStatus.MissingHeader)]
    [InlineData("KC-API-SIGN", VerificationStatus.MissingHeader)]
    public void KuCoin_needs_both_macs(string without, VerificationStatus status)
    {
        CatalogVector vector = CatalogVector.All.First(vector => vector.SchemeName == "kucoin-v2-signed-passphrase");
        SignatureScheme scheme = vector.Bind(SchemeCatalog.KuCoinV2SignedPassphrase);
        var request = new RawRequest(vector.Request.Method, vector.Request.Target, vector.Request.Headers.Where(header => header.Key != without), vector.Request.Body);
        Assert.Equal(status, scheme.Verify(request, vector.Ring(scheme), vector.Now).Status);
        Assert.Equal(VerificationStatus.SignatureMismatch, scheme.With("passphrase", "another").Verify(vector.Request, vector.Ring(scheme), vector.Now).Status);
    }

    [Fact]
    public void Each_item_of_an_Adyen_notification_is_signed_and_all_must_be_right()
    {
        SignatureScheme scheme = SchemeCatalog.AdyenNotification;
        CatalogVector vector = CatalogVector.All.Single(vector => vector.SchemeName == "adyen-notification");
        const string item = """{"NotificationRequestItem":{"pspReference":"p","merchantAccountCode":"m","merchantReference":"REF","amount":{"value":1,"currency":"EUR"},"eventCode":"AUTHORISATION","success":"true","additionalData":{}}}""";
        string body = $$"""{"notificationItems":[{{item.Replace("REF", "one", StringComparison.Ordinal)}},{{item.Replace("REF", "two", StringComparison.Ordinal)}}]}""";
        var request = new RawRequest("POST", "/adyen", [], Encoding.UTF8.GetBytes(body));
        RawRequest signed = new RequestSigner(scheme, vector.Ring(scheme)).Sign(request).ApplyTo(request);
        Assert.Equal(VerificationStatus.Valid, scheme.Verify(signed, vector.Ring(scheme), vector.Now).Status);
        string text = Encoding.UTF8.GetString(signed.Body.Span);
        foreach (string changed in (string[])[text.Replace("\"one\"", "\"1\"", StringComparison.Ordinal), text.Replace("\"two\"", "\"2\"", StringComparison.Ordinal)])
        {
            Assert.Equal(VerificationStatus.SignatureMismatch, scheme.Verify(new RawRequest("POST", "/adyen", [], Encoding.UTF8.GetBytes(changed)), vector.Ring(scheme), vector.Now).Status);
        }
    }

    [Fact]
    public void A_body_for_Pusher_needs_its_digest_in_the_query_and_a_signer_puts_it_there()
    {
        SignatureScheme scheme = SchemeCatalog.PusherRest;
        CatalogVector vector = CatalogVector.All.First(vector => vector.SchemeName == "pusher-rest");
        const string signedWithoutBody = "/apps/3/events?auth_key=278d425bdf160c739803&auth_timestamp=1353088179&auth_version=1.0&auth_signature=bd87f0e377a0f79369a6dba4edac213cf971168cf276731def696543986be0dc";
        Assert.Equal(VerificationStatus.Valid, scheme.Verify(new RawRequest("POST", signedWithoutBody, [], default), vector.Ring(scheme), vector.Now).Status);
        Assert.Equal(VerificationStatus.DigestMismatch, scheme.Verify(new RawRequest("POST", signedWithoutBody, [], "{}"u8.ToArray()), vector.Ring(scheme), vector.Now).Status);

        var request = new RawRequest("POST", "/apps/3/events", [], vector.Request.Body);
        RawRequest signed = new RequestSigner(scheme, vector.Ring(scheme)).Sign(request, new SigningValues { Time = vector.Now }).ApplyTo(request);
        Assert.Contains("body_md5=ec365a775a4cd0599faeb73354201b6f", signed.Target, StringComparison.Ordinal);
        Assert.Contains($"auth_signature={vector.Signature}", signed.Target, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_long_POST_to_Akamai_the_first_131072_bytes_are_signed()
    {
        SignatureScheme scheme = SchemeCatalog.AkamaiEdgeGrid;
        var keys = new KeyRing("access", HmacKey.FromText("a client secret, long enough for all"));
        byte[] body = new byte[131_080];
        var request = new RawRequest("POST", "/", [], body, new PublicOrigin(new Uri("https://a.luna.example")));
        RawRequest signed = new RequestSigner(scheme, keys).Sign(request, new SigningValues { Time = Now, Values = new Dictionary<string, string> { ["client-token"] = "client" } }).ApplyTo(request);
        Assert.Equal(VerificationStatus.Valid, scheme.Verify(signed, keys, Now).Status);
        body[131_079] = 1;
        Assert.Equal(VerificationStatus.Valid, scheme.Verify(signed, keys, Now).Status);
        body[131_071] = 1;
        Assert.Equal(VerificationStatus.SignatureMismatch, scheme.Verify(signed, keys, Now).Status);
    }

    [Theory]
    [InlineData("278d425bdf160c739803:58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a5", VerificationStatus.SignatureMismatch)]
    [InlineData("278d425bdf160c739803:58DF", VerificationStatus.MalformedHeader)]
    [InlineData("278d425bdf160c739803", VerificationStatus.MalformedHeader)]
    [InlineData("", VerificationStatus.MissingHeader)]
    public void An_authorization_that_was_presented_to_Pusher_is_checked(string presented, VerificationStatus status)
    {
        CatalogVector vector = CatalogVector.All.Single(vector => vector.SchemeName == "pusher-channel-auth");
        SignatureScheme scheme = SchemeCatalog.PusherChannelAuth.With("presented", presented);
        Assert.Equal(status, scheme.Verify(vector.Request, vector.Ring(vector.Bind(SchemeCatalog.PusherChannelAuth)), vector.Now).Status);
    }

    [Theory]
    [InlineData("2023-11-14T22:13:20.5", true)]
    [InlineData("2023-11-14T22:13:20", true)]
    [InlineData("2023-11-14T22:13:20.123456789", true)]
    [InlineData("2023-11-14T22:13:20Z", false)]
    [InlineData("2023-11-14T22:13:20.", false)]
    [InlineData("2023-11-14T22:13:20.5Z", false)]
    [InlineData("2023-11-14T22:13:20+00:00", false)]
    [InlineData("2023-11-14T22:13", false)]
    [InlineData("2023-13-14T22:13:20", false)]
    public void A_time_without_an_offset_may_have_a_fraction_and_nothing_else(string text, bool isTime) =>
        Assert.Equal(isTime, TimestampText.TryParse(TimestampFormat.IsoWithoutOffsetFraction, text, out _));
}
