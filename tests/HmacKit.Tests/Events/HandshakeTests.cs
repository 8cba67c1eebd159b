using System.Text;

namespace HmacKit.Tests.Events;

/// <summary>Each handshake against its vendor's own example. MACs are Python's.</summary>
public class HandshakeTests
{
    private static readonly HmacKey Key = HmacKey.FromText("zoom-secret-token-0123456789");

    [Fact]
    public void A_signed_challenge_comes_back_as_text()
    {
        Handshake slack = SchemeCatalog.Slack.Handshake!;
        Assert.True(slack.IsSigned);
        HandshakeAnswer answer = Post(slack, """{"token":"Jhj5dZrVaK7ZwHHjRyZWjbDl","challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P","type":"url_verification"}""");
        Assert.Equal(("3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P", "text/plain; charset=utf-8"), (answer.Body, answer.ContentType));
        Assert.False(Post(slack, """{"type":"event_callback","challenge":"x"}""").IsHandshake);
        Assert.True(Post(slack, """{"type":"url_verification"}""").IsRefused);
        Assert.True(Post(slack, $$"""{"type":"url_verification","challenge":"{{new string('a', 1025)}}"}""").IsRefused);
        Assert.Equal(
            "pogchamp-kappa-360noscope-vohiyo",
            Post(SchemeCatalog.TwitchEventSub.Handshake!, """{"challenge":"pogchamp-kappa-360noscope-vohiyo","subscription":{"id":"f1c2","status":"webhook_callback_verification_pending","type":"channel.follow"}}""").Body);
    }

    [Fact]
    public void A_token_comes_back_with_its_MAC()
    {
        HandshakeAnswer answer = Post(SchemeCatalog.Zoom.Handshake!, """{"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event_ts":1654503849680,"event":"endpoint.url_validation"}""");
        Assert.Equal("""{"plainToken":"qgg8vlvZRS6UYooatFL8Aw","encryptedToken":"fa52ecf98b4919aaa696f04cdc156ea40b1eba020707f76b8c9e455168295b87"}""", answer.Body);
        Assert.Equal(
            """{"response_token":"sha256=NQe+KEF8aUDs8NMr9GtY/MN92mCdSFUC2RRIwmGvlVs="}""",
            Get(SchemeCatalog.XAccountActivity.Handshake!, "/hook?crc_token=9e1a5aa0-9d5b-4d8f-8f0b-3f6a2f1c2e11&nonce=1").Body);
        Assert.Equal(
            """{"challengeCode":"890e4665-4dfe-4ab1-b689-ed553bceeed0","challengeResponse":"8a129e3356b3d3f02c6feb8d8dc48b95de2c2a24673c1ab8245a63c65e115552"}""",
            Get(SchemeCatalog.LinkedIn.Handshake!, "/hook?challengeCode=890e4665-4dfe-4ab1-b689-ed553bceeed0&applicationId=1").Body);
    }

    [Theory]
    [InlineData("v0:1654503849:{}")]
    [InlineData("hmacsha256={}")]
    [InlineData("{}")]
    [InlineData("a b")]
    [InlineData("\"a\"")]
    [InlineData("")]
    public void Nothing_that_could_be_signed_gets_a_MAC(string token)
    {
        Assert.True(Get(SchemeCatalog.XAccountActivity.Handshake!, "/hook?crc_token=" + Uri.EscapeDataString(token)).IsRefused);
        Assert.True(Get(SchemeCatalog.LinkedIn.Handshake!, "/hook?challengeCode=" + Uri.EscapeDataString(token)).IsRefused);
        Assert.True(Post(SchemeCatalog.Zoom.Handshake!, $$$"""{"payload":{"plainToken":{{{System.Text.Json.JsonSerializer.Serialize(token)}}}},"event":"endpoint.url_validation"}""").IsRefused);
    }

    [Fact]
    public void A_token_that_is_too_long_or_there_twice_or_without_a_key_gets_no_MAC()
    {
        Handshake x = SchemeCatalog.XAccountActivity.Handshake!;
        Assert.True(Get(x, "/hook?crc_token=" + new string('a', 257)).IsRefused);
        Assert.True(Get(x, "/hook?crc_token=a&crc_token=b").IsRefused);
        Assert.True(Get(x, "/hook").IsRefused);
        Assert.True(x.Answer(new HandshakeRequest(new RawRequest("GET", "/hook?crc_token=a", []), default, null, null)).IsRefused);
    }

    [Theory]
    [InlineData("/hook?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=meatyhamhock", "1158201444")]
    [InlineData("/hook?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=Meatyhamhock", null)]
    [InlineData("/hook?hub.mode=subscribe&hub.challenge=1158201444", null)]
    [InlineData("/hook?hub.challenge=1&hub.challenge=2&hub.verify_token=meatyhamhock", null)]
    [InlineData("/hook?hub.challenge=1%0a2&hub.verify_token=meatyhamhock", null)]
    public void A_challenge_in_the_query_comes_back_if_the_token_is_the_one_agreed_on(string target, string? challenge)
    {
        Handshake handshake = SchemeCatalog.Meta.Handshake!;
        Assert.True(handshake.NeedsConsent);
        HandshakeAnswer answer = handshake.Answer(new HandshakeRequest(new RawRequest("GET", target, []), default, null, "meatyhamhock"));
        Assert.Equal((challenge is null, challenge ?? ""), (answer.IsRefused, answer.Body));
    }

    [Fact]
    public void Challenges_without_a_token_come_back_as_they_are()
    {
        Assert.Equal("abc123", Get(SchemeCatalog.Dropbox.Handshake!, "/webhook?challenge=abc123").Body);
        Assert.Equal("bc609b38-c81f-47fb-a275-1d9bd61be968", Get(SchemeCatalog.Nylas.Handshake!, "/callback?challenge=bc609b38-c81f-47fb-a275-1d9bd61be968").Body);

        // Microsoft Graph, by POST.
        Handshake graph = Handshake.EchoOfQuery("validationToken", method: "POST");
        var request = new RawRequest("POST", "/api/notifications?validationToken=Validation%3a+Testing+client+application+reachability", []);
        Assert.Equal("Validation: Testing client application reachability", graph.Answer(new HandshakeRequest(request, default, null, null)).Body);
        Assert.False(graph.Answer(new HandshakeRequest(new RawRequest("POST", "/api/notifications", []), default, null, null)).IsHandshake);

        // Okta
        Handshake okta = Handshake.EchoOfHeader("X-Okta-Verification-Challenge", "verification");
        var verification = new RawRequest("GET", "/okta", [new("x-okta-verification-challenge", "C61B4C47\"")]);
        Assert.Equal("""{"verification":"C61B4C47\u0022"}""", okta.Answer(new HandshakeRequest(verification, default, null, null)).Body);
    }

    [Fact]
    public void A_challenge_in_a_header_of_a_signed_POST_comes_back_and_an_event_without_one_is_an_event()
    {
        // dev.frontapp.com/docs/application-webhooks: a POST with X-Front-Challenge, signed like any other.
        Handshake front = SchemeCatalog.FrontApplication.Handshake!;
        Assert.True(front is { Method: "POST", IsSigned: true, NeedsConsent: false, AnswersWithMac: false });
        var challenge = new RawRequest("POST", "/front", [new("x-front-challenge", "4f0b")], """{"type":"sync"}"""u8.ToArray());
        HandshakeAnswer answer = front.Answer(new HandshakeRequest(challenge, challenge.Body, null, null));
        Assert.Equal((true, false, """{"challenge":"4f0b"}"""), (answer.IsHandshake, answer.IsRefused, answer.Body));
        Assert.False(front.Answer(new HandshakeRequest(new RawRequest("POST", "/front", []), default, null, null)).IsHandshake);
        Assert.False(front.Answer(new HandshakeRequest(new RawRequest("GET", "/front", [new("x-front-challenge", "4f0b")]), default, null, null)).IsHandshake);
        Assert.True(front.Answer(new HandshakeRequest(new RawRequest("POST", "/front", [new("x-front-challenge", "")]), default, null, null)).IsRefused);
        Assert.Throws<ArgumentException>(() => Handshake.EchoOfHeader("X-Challenge", "challenge", "PUT"));
    }

    [Fact]
    public void A_secret_comes_back_in_its_header_and_only_with_consent()
    {
        Handshake asana = SchemeCatalog.Asana.Handshake!;
        Assert.True(asana is { NeedsConsent: true, CarriesSecret: true, IsSigned: false });
        var request = new RawRequest("POST", "/receiveWebhook/7654", [new("X-Hook-Secret", "b537207f20cbfa02357cf448134da559e8bd39d61597dcd5631b8012eae53e81")]);
        HandshakeAnswer answer = asana.Answer(new HandshakeRequest(request, default, null, null));
        Assert.Equal(("X-Hook-Secret", "b537207f20cbfa02357cf448134da559e8bd39d61597dcd5631b8012eae53e81", ""), (answer.HeaderName, answer.HeaderValue, answer.Body));
        Assert.False(asana.Answer(new HandshakeRequest(new RawRequest("POST", "/", []), default, null, null)).IsHandshake);
    }

    [Fact]
    public void A_header_that_is_no_secret_comes_back_without_anybody_s_consent()
    {
        Handshake ringCentral = SchemeCatalog.RingCentral.Handshake!;
        Assert.True(ringCentral is { NeedsConsent: false, CarriesSecret: false, IsSigned: false });
        var request = new RawRequest("POST", "/hook", [new("Validation-Token", "7d6c0d0e-6c0f-4b0b-9d5a-0b3f0a6d2b11")]);
        HandshakeAnswer answer = ringCentral.Answer(new HandshakeRequest(request, default, null, null));
        Assert.Equal(("Validation-Token", "7d6c0d0e-6c0f-4b0b-9d5a-0b3f0a6d2b11", ""), (answer.HeaderName, answer.HeaderValue, answer.Body));
        Assert.True(ringCentral.Answer(new HandshakeRequest(new RawRequest("POST", "/hook", [new("Validation-Token", "a\r\nSet-Cookie: b")]), default, null, null)).IsRefused);
        Assert.False(ringCentral.Answer(new HandshakeRequest(new RawRequest("POST", "/hook", []), default, null, null)).IsHandshake);
    }

    [Fact]
    public void A_HEAD_and_a_body_without_events_get_an_empty_answer()
    {
        HandshakeAnswer head = SchemeCatalog.Trello.Handshake!.Answer(new HandshakeRequest(new RawRequest("HEAD", "/hook", []), default, null, null));
        Assert.Equal((true, false, ""), (head.IsHandshake, head.IsRefused, head.Body));
        Handshake xero = SchemeCatalog.Xero.Handshake!;
        Assert.True(xero.IsSigned);
        Assert.True(Post(xero, """{"events":[],"firstEventSequence":0,"lastEventSequence":0,"entropy":"S0m3r4Nd0mt3xt"}""").IsHandshake);
        Assert.False(Post(xero, """{"events":[{"resourceId":"1"}],"entropy":"x"}""").IsHandshake);
        Assert.False(Post(xero, "[]").IsHandshake);
    }

    [Fact]
    public async Task A_signed_handshake_is_never_answered_without_a_verification()
    {
        var verifier = new RequestVerifier(SchemeCatalog.Slack, Key);
        await Assert.ThrowsAsync<ArgumentException>(async () => await verifier.AnswerAsync(SchemeCatalog.Slack.Handshake!, new RawRequest("POST", "/", [])));
        Assert.False(default(HandshakeAnswer).IsHandshake);
    }

    private static HandshakeAnswer Post(Handshake handshake, string body) =>
        handshake.Answer(new HandshakeRequest(new RawRequest("POST", "/hook", []), Encoding.UTF8.GetBytes(body), Key, null));

    private static HandshakeAnswer Get(Handshake handshake, string target) =>
        handshake.Answer(new HandshakeRequest(new RawRequest("GET", target, []), default, Key, null));
}
