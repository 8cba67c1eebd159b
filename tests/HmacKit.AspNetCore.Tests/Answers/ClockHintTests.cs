using System.Net;
using System.Security.Cryptography;
using System.Text;
using HmacKit.AspNetCore.Tests.Fixtures;
using HmacKit.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Answers;

/// <summary>What a Hawk server says of its clock, on Kestrel, and what a client makes of it. The MAC is computed here, without HmacKit.</summary>
public class ClockHintTests
{
    private const string Secret = "the secret of both sides, in the test";

    private static readonly KeyRing Keys = new("client", SchemeCatalog.Hawk.ImportKey(Secret));

    [Theory]
    [InlineData(-61)]
    [InlineData(61)]
    public async Task A_client_whose_time_alone_is_wrong_is_told_the_servers_and_signed_again(int seconds)
    {
        await using SignedApp app = await StartAsync();
        var way = new OnTheWay();
        ManualTimeProvider clock = ClockOf(app, seconds);
        using HttpClient client = Client(app, clock, way);
        using HttpResponseMessage response = await client.PostAsync("/x", new StringContent("{}"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        long now = app.Clock.GetUtcNow().ToUnixTimeSeconds();
        string mac = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"hawk.1.ts\n{now}\n")));
        Assert.Equal([$"Hawk ts=\"{now}\", tsm=\"{mac}\", error=\"Stale timestamp\"", null], way.Challenges);

        // What was learnt is kept.
        using HttpResponseMessage next = await client.GetAsync("/x");
        Assert.Equal((HttpStatusCode.OK, 3), (next.StatusCode, way.Challenges.Count));
    }

    [Theory]
    [InlineData("ts=\"", "ts=\"1")]
    [InlineData("tsm=\"", "tsm=\"A")]
    [InlineData("tsm=", "mac=")]
    [InlineData("Hawk ts", "Basic ts")]
    public async Task A_forged_hint_is_not_followed(string original, string changed)
    {
        await using SignedApp app = await StartAsync();
        var way = new OnTheWay { ChangeChallenge = challenge => challenge.Replace(original, changed, StringComparison.Ordinal) };
        using HttpClient client = Client(app, ClockOf(app, 61), way);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/x")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/x")).StatusCode);
        Assert.Equal(2, way.Challenges.Count);
    }

    /// <summary>Somebody who has no key has no right hint for another time.</summary>
    [Fact]
    public async Task A_hint_under_another_key_and_one_for_a_time_too_far_away_are_not_followed()
    {
        await using SignedApp app = await StartAsync();
        long later = app.Clock.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds();
        var way = new OnTheWay { ChangeChallenge = _ => Hint(later, "another secret, which nobody has") };
        using HttpClient client = Client(app, ClockOf(app, 61), way);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/x")).StatusCode);
        Assert.Single(way.Challenges);
        way.ChangeChallenge = _ => Hint(app.Clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds(), Secret);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/x")).StatusCode);
        Assert.Equal(2, way.Challenges.Count);
        way.ChangeChallenge = null;
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/x")).StatusCode);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Strangers_and_changed_requests_are_not_told_the_time(bool isOfStranger, bool isChanged)
    {
        await using SignedApp app = await StartAsync();
        KeyRing ring = isOfStranger ? new("client", SchemeCatalog.Hawk.ImportKey("another secret, which nobody has")) : Keys;
        var plain = new RawRequest("POST", "/x", [new("Content-Type", "text/plain; charset=utf-8")], "{}"u8.ToArray(), new PublicOrigin(OnTheWay.Origin));
        string authorization = new RequestSigner(SchemeCatalog.Hawk, ring).Sign(plain, new SigningValues { Time = app.Clock.GetUtcNow().AddSeconds(-61) })["Authorization"];
        using var request = new HttpRequestMessage(HttpMethod.Post, "/x") { Content = new StringContent(isChanged ? "[]" : "{}") };
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using HttpResponseMessage response = await app.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Hawk error=\"Unauthorized\"", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public void A_client_of_a_scheme_without_such_a_hint_can_not_go_by_one() =>
        Assert.Contains("signed hint", Assert.Throws<ArgumentException>(
            () => new SigningHandler(new RequestSigner(SchemeCatalog.TheOne, SignedApp.Ring), new() { ClockCorrection = ClockCorrection.FromSignedHint() })).Message, StringComparison.Ordinal);

    private static string Hint(long time, string secret) =>
        $"Hawk ts=\"{time}\", tsm=\"{Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"hawk.1.ts\n{time}\n")))}\"";

    private static ManualTimeProvider ClockOf(SignedApp app, int seconds) => new(app.Clock.GetUtcNow().AddSeconds(seconds));

    private static Task<SignedApp> StartAsync() => SignedApp.StartAsync(
        app => app.MapMethods("/x", ["GET", "POST"], () => "x").RequireSignature("hawk"),
        builder =>
        {
            builder.Services.AddHmacKit(hmac => hmac.AddScheme(SchemeCatalog.Hawk, options => options.Keys = new MemoryKeySource(Keys)));
            builder.Services.Configure<SignatureOptions>("hawk", static options => options.PublicOrigin = OnTheWay.Origin);
        });

    private static HttpClient Client(SignedApp app, TimeProvider clock, OnTheWay way)
    {
        way.InnerHandler = OnTheWay.To(app);
        var options = new SigningHandlerOptions { ClockCorrection = ClockCorrection.FromSignedHint(), TimeProvider = clock };
        return new HttpClient(new SigningHandler(new RequestSigner(SchemeCatalog.Hawk, Keys, clock), options) { InnerHandler = way }) { BaseAddress = OnTheWay.Origin };
    }
}
