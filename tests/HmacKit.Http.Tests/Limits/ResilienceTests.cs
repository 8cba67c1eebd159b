using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Http.Tests.Limits;

/// <summary>Where waiting stands beside the standard resilience handler of Microsoft.Extensions.Http.Resilience.</summary>
public class ResilienceTests
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(4);

    [Fact]
    public async Task Outside_the_resilience_handler_a_wait_may_last_longer_than_an_attempt()
    {
        await using SignedServer server = await LimitedOnceAsync();
        using HttpClient client = Client(builder => Resilient(builder.AddRateLimitWaiting()));
        using HttpResponseMessage response = await client.GetAsync(server.Http1);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(2, server.Seen.Count);
        Assert.All(server.Seen, seen => Assert.True(seen.IsValid));
    }

    /// <summary>The time-out of an attempt ends the wait, so nothing waits for the limit: here the request fails.</summary>
    [Fact]
    public async Task Inside_it_the_time_out_of_an_attempt_cuts_the_wait()
    {
        await using SignedServer server = await LimitedOnceAsync();
        using HttpClient client = Client(builder => Resilient(builder).AddRateLimitWaiting());
        await Assert.ThrowsAsync<Polly.Timeout.TimeoutRejectedException>(() => client.GetAsync(server.Http1));
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task A_retry_of_the_resilience_handler_is_signed_anew()
    {
        await using SignedServer server = await SignedServer.StartAsync(SigningKey.TheOne);
        server.Answer = (seen, context) =>
        {
            context.Response.StatusCode = seen.Number < 3 ? 500 : 200;
            return Task.CompletedTask;
        };
        using HttpClient client = Client(builder => builder.AddStandardResilienceHandler(options => options.Retry.Delay = TimeSpan.FromMilliseconds(1)));
        using HttpResponseMessage response = await client.GetAsync(server.Http1);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(3, server.Seen.Count);
        Assert.All(server.Seen, seen => Assert.True(seen.IsValid));
    }

    private static IHttpClientBuilder Resilient(IHttpClientBuilder builder)
    {
        builder.AddStandardResilienceHandler(options =>
        {
            options.AttemptTimeout.Timeout = AttemptTimeout;
            options.CircuitBreaker.SamplingDuration = 2 * AttemptTimeout;

            // A limit is the waiting handler's, and a time-out is what this is about.
            options.Retry.ShouldHandle = _ => ValueTask.FromResult(false);
        });
        return builder;
    }

    private static HttpClient Client(Action<IHttpClientBuilder> configure)
    {
        var services = new ServiceCollection();
        IHttpClientBuilder builder = services.AddHttpClient("api").AddHmacSigning(SigningKey.TheOne.Signer());
        configure(builder);
        return services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("api");
    }

    private static async Task<SignedServer> LimitedOnceAsync()
    {
        SignedServer server = await SignedServer.StartAsync(SigningKey.TheOne);
        server.Answer = (seen, context) =>
        {
            if (seen.Number == 1)
            {
                context.Response.StatusCode = 429;
                context.Response.Headers.RetryAfter = "5";
            }

            return Task.CompletedTask;
        };
        return server;
    }
}
