using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Webhooks;

/// <summary>Vendors that ask whether an endpoint is there, at an endpoint.</summary>
public class HandshakeEndpointTests
{
    private const string SlackChallenge = """{"type":"url_verification","challenge":"3eZbrw1a"}""";
    private const string Secret = "a-secret-of-at-least-sixteen-bytes";

    private readonly ConcurrentQueue<string> _handled = new();

    [Fact]
    public async Task A_signed_challenge_is_answered_after_its_verification_and_never_handled()
    {
        await using SignedApp app = await StartAsync(SchemeCatalog.Slack);
        using HttpResponseMessage answer = await app.Client.SendAsync(Sign(app, SchemeCatalog.Slack, SlackChallenge));
        Assert.Equal((HttpStatusCode.OK, "3eZbrw1a"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));

        using HttpRequestMessage forged = Sign(app, SchemeCatalog.Slack, SlackChallenge);
        forged.Content = new StringContent(SlackChallenge.Replace("3eZ", "4eZ", StringComparison.Ordinal));
        using HttpResponseMessage refused = await app.Client.SendAsync(forged);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.DoesNotContain("4eZ", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await app.StopAsync();
        Assert.Empty(_handled);
    }

    /// <summary>X asks for a MAC of what anybody may choose, under the key that signs its events.</summary>
    [Fact]
    public async Task An_unsigned_challenge_is_no_oracle_for_the_key_of_the_events()
    {
        await using SignedApp app = await StartAsync(SchemeCatalog.XAccountActivity);
        const string forged = """{"for_user_id":"2244994945","tweet_create_events":[]}""";
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Client.GetAsync("/hook?crc_token=" + Uri.EscapeDataString(forged))).StatusCode);

        // Whatever gets a MAC is no event, though its signature is right.
        foreach (string token in new[] { "abc", "123", "true", "null", "-1", "a.b-c_d~e+f/g=" })
        {
            string answer = await app.Client.GetStringAsync("/hook?crc_token=" + Uri.EscapeDataString(token));
            string signature = answer.Split('"')[3];
            Assert.Equal("sha256=" + Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(token))), signature);
            using var request = new HttpRequestMessage(HttpMethod.Post, "/hook") { Content = new StringContent(token) };
            request.Headers.TryAddWithoutValidation("x-twitter-webhooks-signature", signature);
            Assert.Equal(HttpStatusCode.BadRequest, (await app.Client.SendAsync(request)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await app.Client.SendAsync(Sign(app, SchemeCatalog.XAccountActivity, forged))).StatusCode);
        await app.StopAsync();
        Assert.Equal([forged], _handled);
    }

    [Fact]
    public async Task A_GET_with_the_agreed_token_is_answered_and_no_other()
    {
        await using SignedApp app = await StartAsync(SchemeCatalog.Meta, options => options.HandshakeToken = "meatyhamhock");
        Assert.Equal("1158201444", await app.Client.GetStringAsync("/hook?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=meatyhamhock"));
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Client.GetAsync("/hook?hub.mode=subscribe&hub.challenge=1&hub.verify_token=other")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await app.Client.GetAsync("/hook")).StatusCode);
    }

    [Fact]
    public async Task Without_an_agreed_token_there_is_no_handshake()
    {
        await using SignedApp app = await StartAsync(SchemeCatalog.Meta);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await app.Client.GetAsync("/hook?hub.challenge=1")).StatusCode);
        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => StartAsync(SchemeCatalog.Body, options => options.Handshake = Handshake.EchoOfQuery("c", "token")));
        Assert.Contains("HandshakeToken", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_taken_only_by_whoever_awaits_it_and_never_from_what_is_signed()
    {
        string? kept = null;
        bool isAwaited = true;
        await using SignedApp app = await StartAsync(SchemeCatalog.Asana, options => options.AcceptHandshake = (_, answer) =>
        {
            kept = isAwaited ? answer.HeaderValue : kept;
            return new(isAwaited);
        });
        using HttpResponseMessage answer = await app.Client.SendAsync(WithSecret("b537207f20cbfa02357cf448134da559"));
        Assert.Equal(("b537207f20cbfa02357cf448134da559", HttpStatusCode.OK), (Assert.Single(answer.Headers.GetValues("X-Hook-Secret")), answer.StatusCode));
        isAwaited = false;
        using HttpResponseMessage stranger = await app.Client.SendAsync(WithSecret("an-attacker's-secret-of-32-bytes"));
        Assert.Equal(HttpStatusCode.BadRequest, stranger.StatusCode);
        Assert.False(stranger.Headers.Contains("X-Hook-Secret"));

        isAwaited = true;
        using HttpRequestMessage signed = Sign(app, SchemeCatalog.Asana, """{"events":[]}""");
        signed.Headers.Add("X-Hook-Secret", "an-attacker's-secret-of-32-bytes");
        Assert.Equal(HttpStatusCode.OK, (await app.Client.SendAsync(signed)).StatusCode);
        await app.StopAsync();
        Assert.Equal(("b537207f20cbfa02357cf448134da559", 1), (kept, _handled.Count));
    }

    [Fact]
    public async Task A_HEAD_is_answered_and_so_is_an_intent_to_receive()
    {
        await using SignedApp trello = await StartAsync(SchemeCatalog.Trello.With("callbackUrl", "https://example.com/hook"));
        using var head = new HttpRequestMessage(HttpMethod.Head, "/hook");
        Assert.Equal(HttpStatusCode.OK, (await trello.Client.SendAsync(head)).StatusCode);

        await using SignedApp xero = await StartAsync(SchemeCatalog.Xero);
        const string intent = """{"events":[],"firstEventSequence":0,"lastEventSequence":0,"entropy":"S0m3r4Nd0mt3xt"}""";
        using HttpResponseMessage right = await xero.Client.SendAsync(Sign(xero, SchemeCatalog.Xero, intent));
        Assert.Equal((HttpStatusCode.OK, ""), (right.StatusCode, await right.Content.ReadAsStringAsync()));
        using HttpRequestMessage wrong = Sign(xero, SchemeCatalog.Xero, intent);
        wrong.Content = new StringContent(intent + " ");
        Assert.Equal(HttpStatusCode.Unauthorized, (await xero.Client.SendAsync(wrong)).StatusCode);
        await xero.StopAsync();
        Assert.Empty(_handled);
    }

    private Task<SignedApp> StartAsync(SignatureScheme scheme, Action<WebhookOptions>? configure = null) => SignedApp.StartAsync(
        app => app.MapWebhook(
            "/hook",
            scheme.Name,
            e =>
            {
                _handled.Enqueue(Encoding.UTF8.GetString(e.Body.Span));
                return Task.CompletedTask;
            },
            configure),
        builder => builder.Services.AddHmacKit(hmac => hmac.AddScheme(scheme, options => options.Keys = new MemoryKeySource(new KeyRing(scheme.ImportKey(Secret))))));

    private static HttpRequestMessage WithSecret(string secret)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/hook") { Content = new StringContent("") };
        request.Headers.Add("X-Hook-Secret", secret);
        return request;
    }

    private static HttpRequestMessage Sign(SignedApp app, SignatureScheme scheme, string body)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        var request = new HttpRequestMessage(HttpMethod.Post, "/hook") { Content = new ByteArrayContent(bytes) };
        foreach ((string name, string value) in new RequestSigner(scheme, new KeyRing(scheme.ImportKey(Secret)), app.Clock).Sign(new RawRequest("POST", "/hook", [], bytes)))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
