using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace HmacKit.PublicKeys.Tests.Schemes;

/// <summary>The three vendors: their own examples, and Node's cryptography both ways.</summary>
public class PublicKeySchemeTests(ITestOutputHelper output)
{
    private const string Script = "public_keys.mjs";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_766_000_000);

    /// <summary>The example of svix's libraries, which the specification's key comes from.</summary>
    [Fact]
    public void What_the_libraries_of_Standard_Webhooks_sign_comes_out_and_is_valid()
    {
        const string signature = "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";
        SignatureScheme scheme = PublicKeySchemes.StandardWebhooksV1A;
        DateTimeOffset time = DateTimeOffset.FromUnixTimeSeconds(1_614_265_330);
        var request = new RawRequest("POST", "/", [], "{\"test\": 2432232314}"u8.ToArray());
        HmacKey secret = HmacKey.Import(scheme.Algorithm, PublicKeySchemes.StandardWebhooksPrivateKeys, "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==");
        RawRequest signed = new RequestSigner(scheme, secret).Sign(request, new SigningValues { Time = time, Id = "msg_p5jXN8AQM9LWM0D4loKWxJek" }).ApplyTo(request);
        Assert.Equal(signature, signed.GetHeader("webhook-signature").Value);

        var known = new KeyRing(scheme.ImportKey("whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4="));
        Assert.Equal(VerificationStatus.Valid, scheme.Verify(signed, known, time).Status);
        Assert.Equal(VerificationStatus.Valid, scheme.Verify(WithHeader(signed, "webhook-signature", "v1,AAAA " + signature), known, time).Status);
        Assert.Equal(VerificationStatus.SignatureMismatch, scheme.Verify(WithHeader(signed, "webhook-id", "msg_other"), known, time).Status);
        Assert.Equal(VerificationStatus.SignatureMismatch, scheme.Verify(new RawRequest("POST", "/", signed.Headers, "{\"test\": 2432232315}"u8.ToArray()), known, time).Status);
        Assert.Equal(VerificationStatus.TimestampTooOld, scheme.Verify(signed, known, time.AddMinutes(6)).Status);
    }

    /// <summary>The example of SendGrid's own libraries.</summary>
    [Fact]
    public void What_SendGrid_signed_is_valid()
    {
        const string body = "[{\"email\":\"hello@world.com\",\"event\":\"dropped\",\"reason\":\"Bounced Address\",\"sg_event_id\":\"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA\",\"sg_message_id\":\"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0\",\"smtp-id\":\"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>\",\"timestamp\":1600112492}]\r\n";
        SignatureScheme scheme = PublicKeySchemes.SendGrid;
        var known = new KeyRing(scheme.ImportKey("MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g=="));
        DateTimeOffset time = DateTimeOffset.FromUnixTimeSeconds(1_600_112_502);
        var request = new RawRequest(
            "POST",
            "/",
            [
                KeyValuePair.Create("X-Twilio-Email-Event-Webhook-Timestamp", "1600112502"),
                KeyValuePair.Create("X-Twilio-Email-Event-Webhook-Signature", "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM="),
            ],
            Encoding.UTF8.GetBytes(body));
        Assert.Equal(VerificationStatus.Valid, scheme.Verify(request, known, time).Status);
        Assert.Equal(VerificationStatus.SignatureMismatch, scheme.Verify(new RawRequest("POST", "/", request.Headers, Encoding.UTF8.GetBytes(body.TrimEnd())), known, time).Status);
        Assert.Equal(VerificationStatus.SignatureMismatch, scheme.Verify(WithHeader(request, "X-Twilio-Email-Event-Webhook-Timestamp", "1600112503"), known, time).Status);
        Assert.Equal(VerificationStatus.MalformedHeader, scheme.Verify(WithHeader(request, "X-Twilio-Email-Event-Webhook-Signature", new string('A', 200)), known, time).Status);
        Assert.Equal(VerificationStatus.SignatureMismatch, scheme.Verify(WithHeader(request, "X-Twilio-Email-Event-Webhook-Signature", "AAAA"), known, time).Status);
        Assert.Equal(VerificationStatus.MissingHeader, scheme.Verify(new RawRequest("POST", "/", [], request.Body), known, time).Status);
    }

    [Fact]
    public void Node_takes_what_we_sign_and_we_take_what_Node_signs()
    {
        const string seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
        const string known = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        using ECDsa pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        (SignatureScheme Scheme, string Vendor, string Secret, string Known, string Header)[] cases =
        [
            (PublicKeySchemes.Discord, "discord", seed + known, known, "X-Signature-Ed25519"),
            (PublicKeySchemes.SendGrid, "sendgrid", Convert.ToBase64String(pair.ExportPkcs8PrivateKey()), Convert.ToBase64String(pair.ExportSubjectPublicKeyInfo()), "X-Twilio-Email-Event-Webhook-Signature"),
        ];
        var request = new RawRequest("POST", "/", [], "{\"id\":\"1\",\"type\":1,\"note\":\"caf\u00e9\"}"u8.ToArray());
        List<RawRequest> signed = [];
        List<JsonNode> lines = [];
        foreach ((SignatureScheme scheme, string vendor, string secret, string publicKey, string header) in cases)
        {
            RawRequest ours = new RequestSigner(scheme, scheme.ImportKey(secret)).Sign(request, new SigningValues { Time = Now }).ApplyTo(request);
            signed.Add(ours);
            lines.Add(new JsonObject { ["op"] = "verify", ["vendor"] = vendor, ["key"] = publicKey, ["timestamp"] = "1766000000", ["bodyBase64"] = Convert.ToBase64String(request.Body.Span), ["signature"] = ours.GetHeader(header).Value });
            lines.Add(new JsonObject { ["op"] = "sign", ["vendor"] = vendor, ["key"] = secret, ["timestamp"] = "1766000000", ["bodyBase64"] = Convert.ToBase64String(request.Body.Span) });
        }

        List<JsonNode>? answers = Language.Node.Ask(output, Script, lines);
        for (int i = 0; answers is not null && i < cases.Length; i++)
        {
            Assert.True((bool?)answers[2 * i]["ok"] == true, $"Node refuses what we signed for {cases[i].Vendor}: {answers[2 * i]}");
            RawRequest theirs = WithHeader(signed[i], cases[i].Header, (string)answers[(2 * i) + 1]["signature"]!);
            Assert.Equal(VerificationStatus.Valid, cases[i].Scheme.Verify(theirs, new KeyRing(cases[i].Scheme.ImportKey(cases[i].Known)), Now).Status);
        }
    }

    [Fact]
    public async Task An_endpoint_verifies_with_the_public_key_as_with_any_other()
    {
        SignatureScheme scheme = PublicKeySchemes.Discord;
        const string known = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
        var verifier = new RequestVerifier(scheme, scheme.ImportKey(known), new VerifierOptions { TimeProvider = new ManualTimeProvider(Now) });
        var request = new RawRequest("POST", "/", [], "{\"id\":\"1\",\"type\":1}"u8.ToArray());
        RawRequest signed = new RequestSigner(scheme, scheme.ImportKey("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60" + known)).Sign(request, new SigningValues { Time = Now }).ApplyTo(request);
        Assert.Equal(VerificationStatus.Valid, (await verifier.VerifyAsync(signed)).Status);
        Assert.Equal(VerificationStatus.SignatureMismatch, (await verifier.VerifyAsync(WithHeader(signed, "X-Signature-Ed25519", new string('0', 128)))).Status);
        Assert.Equal(VerificationStatus.MalformedHeader, (await verifier.VerifyAsync(WithHeader(signed, "X-Signature-Ed25519", "zz"))).Status);
    }

    private static RawRequest WithHeader(RawRequest request, string name, string value) =>
        new(request.Method, request.Target, request.Headers.Where(header => !header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Append(KeyValuePair.Create(name, value)), request.Body, request.Origin);
}
