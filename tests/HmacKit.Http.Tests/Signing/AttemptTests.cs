using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;

namespace HmacKit.Http.Tests.Signing;

public class AttemptTests
{
    private static readonly SigningKey Key = SigningKey.TheOne;

    [Fact]
    public async Task A_retry_outside_has_a_new_nonce_on_every_attempt()
    {
        await using SignedServer server = await BusyTwiceAsync();
        using HttpClient client = Factory(builder => builder.AddHttpMessageHandler(() => new RetryHandler()).AddHmacSigning(Key.Signer())).CreateClient("api");
        await PostAsync(client, server);
    }

    [Fact]
    public async Task A_retry_that_is_added_after_signing_has_a_new_nonce_on_every_attempt()
    {
        await using SignedServer server = await BusyTwiceAsync();
        using HttpClient client = Factory(builder => builder.AddHmacSigning(Key.Signer()).AddHttpMessageHandler(() => new RetryHandler())).CreateClient("api");
        await PostAsync(client, server);
    }

    [Fact]
    public async Task A_retry_around_a_handler_without_a_factory_has_a_new_nonce_on_every_attempt()
    {
        await using SignedServer server = await BusyTwiceAsync();
        using var client = new HttpClient(new RetryHandler { InnerHandler = new SigningHandler(Key.Signer()) { InnerHandler = SigningKey.Sockets() } });
        await PostAsync(client, server);
    }

    [Fact]
    public async Task Waiting_for_a_rate_limit_signs_anew_wherever_it_is_added()
    {
        foreach (bool isAfter in (bool[])[false, true])
        {
            await using SignedServer server = await SignedServer.StartAsync(Key);
            server.Answer = (seen, context) =>
            {
                context.Response.StatusCode = seen.Number < 3 ? 429 : context.Response.StatusCode;
                context.Response.Headers.RetryAfter = "0";
                return Task.CompletedTask;
            };
            using HttpClient client = Factory(builder => _ = isAfter
                ? builder.AddHmacSigning(Key.Signer()).AddRateLimitWaiting()
                : builder.AddRateLimitWaiting().AddHmacSigning(Key.Signer())).CreateClient("api");
            await PostAsync(client, server);
        }
    }

    [Fact]
    public async Task A_time_that_has_moved_on_between_attempts_is_signed_anew()
    {
        var clock = new ManualTimeProvider();
        await using SignedServer server = await SignedServer.StartAsync(Key, clock);
        server.Answer = (seen, context) =>
        {
            context.Response.StatusCode = seen.Number < 3 ? 503 : context.Response.StatusCode;
            clock.Advance(TimeSpan.FromMinutes(1));
            return Task.CompletedTask;
        };
        using var client = new HttpClient(new RetryHandler { InnerHandler = new SigningHandler(Key.Signer(clock)) { InnerHandler = SigningKey.Sockets() } });
        await PostAsync(client, server);
        Assert.Equal(
            [0, 60_000, 120_000],
            server.Seen.Select(seen => long.Parse(seen.Headers["X-API-TIMESTAMP"]!) - ManualTimeProvider.DefaultStart.ToUnixTimeMilliseconds()));
    }

    [Fact]
    public async Task An_id_of_the_requests_own_is_signed_on_every_attempt_and_others_are_made_up()
    {
        var key = new SigningKey(SchemeCatalog.OneRing);
        await using SignedServer server = await BusyTwiceAsync(key);
        using var client = new HttpClient(new RetryHandler { InnerHandler = new SigningHandler(key.Signer()) { InnerHandler = SigningKey.Sockets() } });
        foreach (string? id in (string?[])["evt_1", null])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, server.Http1) { Content = new StringContent("{}") };
            if (id is not null)
            {
                request.Options.Set(SigningHandler.MessageId, id);
            }

            using HttpResponseMessage response = await client.SendAsync(request);
        }

        string[] ids = [.. server.Seen.Select(seen => seen.Headers["X-Webhook-Event-ID"].ToString())];
        Assert.Equal(["evt_1", "evt_1", "evt_1"], ids[..3]);
        Assert.Matches("^[0-9a-f]{32}$", ids[3]);

        // The server of these tests claims the id of the first attempt, as one does that answers 503 after verifying.
        Assert.Equal([VerificationStatus.Valid, VerificationStatus.Replayed, VerificationStatus.Replayed, VerificationStatus.Valid], server.Seen.Select(seen => seen.Status));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("a.b")]
    [InlineData("a,b")]
    public async Task An_id_that_the_scheme_cant_express_throws_and_nothing_is_sent(string id)
    {
        var stub = StubHandler.AnswersOk();
        using var client = new HttpClient(new SigningHandler(new SigningKey(SchemeCatalog.OneRing).Signer()) { InnerHandler = stub });
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://hooks.example.com/");
        request.Options.Set(SigningHandler.MessageId, id);
        await Assert.ThrowsAsync<ArgumentException>(() => client.SendAsync(request));
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task Two_hundred_requests_at_once_are_all_accepted_with_nonces_of_their_own()
    {
        const int Requests = 200;
        foreach (bool isHttp2 in (bool[])[false, true])
        {
            await using SignedServer server = await SignedServer.StartAsync(Key);
            using HttpClient client = Factory(builder => builder.AddHmacSigning(Key.Signer())).CreateClient("api");
            client.DefaultRequestVersion = isHttp2 ? HttpVersion.Version20 : HttpVersion.Version11;
            client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
            Uri address = isHttp2 ? server.Http2 : server.Http1;
            HttpResponseMessage[] responses = await Task.WhenAll(Enumerable.Range(0, Requests)
                .Select(i => client.PostAsync(new Uri(address, $"/orders/{i}"), new StringContent($"order {i}"))));
            Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
            Assert.Equal(Requests, server.Seen.Select(seen => seen.Headers["X-API-NONCE"].ToString()).Distinct().Count());
        }
    }

    [Fact]
    public void The_signing_handler_is_the_innermost_and_the_api_key_next_to_it()
    {
        ServiceProvider services = Services(builder => builder
            .AddHmacSigning(Key.Signer())
            .AddApiKey("a-key")
            .AddHttpMessageHandler(() => new RetryHandler())
            .AddRateLimitWaiting());
        var chain = InnerHandlers.From(services.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler("api"))
            .Where(handler => handler.GetType().Assembly != typeof(IHttpMessageHandlerBuilderFilter).Assembly)
            .Select(handler => handler.GetType());
        Assert.Equal([typeof(RetryHandler), typeof(RateLimitHandler), typeof(ApiKeyHandler), typeof(SigningHandler), typeof(SocketsHttpHandler)], chain);
    }

    [Fact]
    public async Task The_synchronous_way_throws_rather_than_sending_unsigned()
    {
        var stub = StubHandler.AnswersOk();
        using var client = new HttpClient(new SigningHandler(Key.Signer()) { InnerHandler = stub });
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example.com/");
        Assert.Throws<NotSupportedException>(() => client.Send(request));
        Assert.Empty(stub.Requests);
        using HttpResponseMessage response = await client.GetAsync("https://api.example.com/");
        Assert.Single(stub.Requests);
    }

    private static async Task<SignedServer> BusyTwiceAsync(SigningKey? key = null)
    {
        SignedServer server = await SignedServer.StartAsync(key ?? Key);
        server.Answer = (seen, context) =>
        {
            context.Response.StatusCode = seen.Number < 3 ? 503 : context.Response.StatusCode;
            return Task.CompletedTask;
        };
        return server;
    }

    /// <summary>Posts a stream that can be read once, and expects three attempts with three valid signatures.</summary>
    private static async Task PostAsync(HttpClient client, SignedServer server)
    {
        using HttpResponseMessage response = await client.PostAsync(server.Http1, new StreamContent(new OneWayStream(new byte[] { 1, 2, 3 })));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(3, server.Seen.Count);
        Assert.All(server.Seen, seen => Assert.Equal(VerificationStatus.Valid, seen.Status));
        Assert.All(server.Seen, seen => Assert.Equal([1, 2, 3], seen.Body));
        Assert.Equal(3, server.Seen.Select(seen => seen.Headers["X-API-NONCE"].ToString()).Distinct().Count());
    }

    private static IHttpClientFactory Factory(Action<IHttpClientBuilder> configure) =>
        Services(configure).GetRequiredService<IHttpClientFactory>();

    private static ServiceProvider Services(Action<IHttpClientBuilder> configure)
    {
        var services = new ServiceCollection();
        configure(services.AddHttpClient("api"));
        return services.BuildServiceProvider();
    }
}
