using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Http.Tests.Limits;

public class RateLimitTests
{
    private readonly ManualTimeProvider _clock = new();

    /// <summary>Headers of a 429, at <see cref="ManualTimeProvider.DefaultStart"/>, and the seconds to wait; null for not at all.</summary>
    public static TheoryData<string?, string?, double?> Answers => new()
    {
        { "30", null, 30 },
        { "0", null, 0 },
        { "60", null, 60 },
        { "61", null, null },
        { Date(20), null, 19.679 },
        { Date(-20), null, 0 },
        { Date(3600), null, null },
        { null, Unix(20), 20.679 },
        { null, Unix(0), 1 },
        { null, Unix(-3600), 1 },
        { null, Unix(59), 59.679 },
        { null, Unix(60), null },
        { null, "0", 1 },
        { null, "20", 21 },
        { null, "59", 60 },
        { null, "60", null },
        { null, "2.5", 2.5 },
        { null, UnixMilliseconds(20_250), 20.25 },
        { null, UnixMilliseconds(-20_250), 1 },
        { null, UnixMilliseconds(3_600_000), null },
        { null, "999999999", null },
        { null, "1.2.3", null },
        { null, ".", null },
        { null, "1e3", null },
        { null, "79228162514264337593543950336", null },
        { null, "922337203686", null },
        { "1.5", null, 1.5 },
        { "922337203686", null, null },
        { null, "9223372036854775807", null },
        { null, "253402300799", null },
        { "30", Unix(10), 30 },
        { "61", Unix(10), null },
        { "soon", Unix(10), 10.679 },
        { "-5", Unix(10), 10.679 },
        { "", Unix(10), 10.679 },
        { "99999999999999999999", null, null },
        { null, null, null },
        { null, "", null },
        { null, "-1", null },
        { null, "+1", null },
        { null, " 1", 2 },
        { null, "99999999999999999999", null },
        { null, "1,1", null },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_429_is_waited_for_as_its_headers_say(string? retryAfter, string? reset, double? seconds)
    {
        await using SignedServer server = await LimitedAsync(1, retryAfter, reset);
        using HttpClient client = Client();
        Task<HttpResponseMessage> call = client.PostAsync(server.Http1, new StreamContent(new OneWayStream(new byte[] { 1, 2, 3 })));
        if (seconds is null)
        {
            using HttpResponseMessage refused = await call;
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal("limited", await refused.Content.ReadAsStringAsync());
            Assert.Single(server.Seen);
            return;
        }

        if (seconds > 0)
        {
            TimeSpan wait = await _clock.NextTimerAsync().WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal(seconds.Value, wait.TotalSeconds, precision: 3);
            Assert.Single(server.Seen);
            _clock.Advance(wait - TimeSpan.FromMilliseconds(1));
            Assert.Single(server.Seen);
            Assert.False(call.IsCompleted);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        using HttpResponseMessage response = await call;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(2, server.Seen.Count);
        Assert.All(server.Seen, seen => Assert.Equal([1, 2, 3], seen.Body));
    }

    [Fact]
    public async Task Attempts_end_at_the_limit_with_the_last_answer()
    {
        await using SignedServer server = await LimitedAsync(int.MaxValue, "0", null);
        using HttpClient client = Client();
        using HttpResponseMessage response = await client.GetAsync(server.Http1);
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(3, server.Seen.Count);

        using HttpClient once = Client(new() { MaxAttempts = 1 });
        using HttpResponseMessage refused = await once.GetAsync(server.Http1);
        Assert.Equal(4, server.Seen.Count);
    }

    [Fact]
    public async Task All_waits_of_a_request_together_are_bounded()
    {
        await using SignedServer server = await LimitedAsync(int.MaxValue, "25", null);
        using HttpClient client = Client(new() { MaxAttempts = 10 });
        Task<HttpResponseMessage> call = client.GetAsync(server.Http1);
        for (int i = 0; i < 2; i++)
        {
            _clock.Advance(await _clock.NextTimerAsync().WaitAsync(TimeSpan.FromSeconds(30)));
        }

        using HttpResponseMessage response = await call;
        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(3, server.Seen.Count);
    }

    /// <summary>Status, headers, and the seconds to wait; null for handed on at once.</summary>
    public static TheoryData<int, string, double?> Dialects => new()
    {
        { 503, "Retry-After: 20", 20 },
        { 503, $"Retry-After: {Date(20)}", 19.679 },
        { 503, "X-RateLimit-Reset: 20", null },
        { 503, "", null },
        { 403, "Retry-After: 20", 20 },
        { 403, $"X-RateLimit-Remaining: 0|X-RateLimit-Reset: {Unix(20)}", 20.679 },
        { 403, $"X-RateLimit-Remaining: 1|X-RateLimit-Reset: {Unix(20)}", null },
        { 403, $"X-RateLimit-Reset: {Unix(20)}", null },
        { 403, "RateLimit: \"hour\";r=0;t=20", 21 },
        { 403, "RateLimit: \"hour\";r=1;t=20", null },
        { 403, "", null },
        { 500, "Retry-After: 20", null },
        { 401, "Retry-After: 20", null },
        { 200, "Retry-After: 20", null },
        { 429, "Retry-After-Ms: 1500|Retry-After: 2", 1.5 },
        { 429, "RateLimit-Reset: 20", 21 },
        { 429, "X-Rate-Limit-Reset: 20", 21 },
        { 429, "X-RateLimit-Reset-After: 0.25", 0.25 },
        { 429, "RateLimit: \"hour\";r=0;t=20", 21 },
        { 429, "RateLimit: \"second\";r=0;t=1, \"hour\";r=0;t=20, \"day\";r=900;t=50000", 21 },
        { 429, "RateLimit: \"a,b;t=1\";r=0;t=20", 21 },
        { 429, "RateLimit: \"hour\";r=0|RateLimit-Policy: \"second\";q=1;w=1, \"hour\";q=100;w=20", 21 },
        { 429, "RateLimit: limit=100, remaining=0, reset=20", 21 },
        { 429, "RateLimit: \"hour\";r=5;t=20", 21 },
        { 429, "RateLimit: \"hour\";r=0;t=3600", null },
        { 429, "RateLimit: \"hour\";r=0;t=9223372036854775807", null },
        { 429, "RateLimit: \"hour\";r=0;t=99999999999999999999", null },
        { 429, "RateLimit: \"hour\";r=0;t=-20", null },
        { 429, "RateLimit: ,;,\"", null },
        { 429, "Retry-After: 30|RateLimit: \"hour\";r=0;t=20", 30 },
        { 429, "RateLimit: \"hour\";r=0;t=20|X-RateLimit-Reset: 30", 21 },
        { 429, "RateLimit: nonsense|X-RateLimit-Reset: 30", 31 },
    };

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task A_limit_is_understood_in_the_dialects_that_servers_speak(int status, string headers, double? seconds)
    {
        await using SignedServer server = await SignedServer.StartAsync();
        server.Answer = (seen, context) =>
        {
            context.Response.StatusCode = seen.Number == 1 ? status : 200;
            foreach (string header in headers.Split('|', StringSplitOptions.RemoveEmptyEntries))
            {
                context.Response.Headers[header.Split(": ")[0]] = header.Split(": ", 2)[1];
            }

            return Task.CompletedTask;
        };
        using HttpClient client = Client();
        Task<HttpResponseMessage> call = client.GetAsync(server.Http1);
        if (seconds is { } expected)
        {
            TimeSpan wait = await _clock.NextTimerAsync().WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal(expected, wait.TotalSeconds, precision: 3);
            _clock.Advance(wait);
        }

        using HttpResponseMessage response = await call;
        Assert.Equal(seconds is null ? status : 200, (int)response.StatusCode);
        Assert.Equal(seconds is null ? 1 : 2, server.Seen.Count);
    }

    /// <summary>A reset in the past, or now: at most the attempts that are allowed, each after its second.</summary>
    [Theory]
    [InlineData("X-RateLimit-Reset", "0")]
    [InlineData("X-RateLimit-Reset", "1000000000")]
    [InlineData("X-RateLimit-Reset", "1000000000000")]
    [InlineData("RateLimit", "\"hour\";r=0;t=0")]
    public async Task A_reset_that_is_over_never_loops(string name, string value)
    {
        await using SignedServer server = await SignedServer.StartAsync();
        server.Answer = (_, context) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers[name] = value;
            return Task.CompletedTask;
        };
        using HttpClient client = Client();
        Task<HttpResponseMessage> call = client.GetAsync(server.Http1);
        for (int i = 0; i < 2; i++)
        {
            TimeSpan wait = await _clock.NextTimerAsync().WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal(TimeSpan.FromSeconds(1), wait);
            _clock.Advance(wait);
        }

        using HttpResponseMessage response = await call;
        Assert.Equal(3, server.Seen.Count);
    }

    [Fact]
    public void Whatever_a_header_says_the_wait_is_a_time_or_none()
    {
        Gen<string> text = Gen.Elements(
                "0", "9", "123456789", ".", "-", ",", ";", "=", "\"", "\\", "r", "t", "w", "q", "reset", "remaining", " ", "e", "r=0;t=", "\"a\"")
            .ArrayOf().Select(string.Concat);
        var cases =
            from retryAfter in text
            from limit in text
            from policy in text
            from reset in text
            from status in Gen.Elements(429, 403, 503)
            select (retryAfter, limit, policy, reset, status);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(cases.ToArbitrary(), item =>
        {
            using var response = new HttpResponseMessage((HttpStatusCode)item.status);
            response.Headers.TryAddWithoutValidation("Retry-After", item.retryAfter);
            response.Headers.TryAddWithoutValidation("RateLimit", item.limit);
            response.Headers.TryAddWithoutValidation("RateLimit-Policy", item.policy);
            response.Headers.TryAddWithoutValidation("X-RateLimit-Reset", item.reset);
            response.Headers.TryAddWithoutValidation("X-RateLimit-Remaining", "0");
            return RetryTime.Of(response, ManualTimeProvider.DefaultStart) is not { } wait || wait >= TimeSpan.Zero;
        }));
    }

    [Fact]
    public async Task A_wait_can_be_cancelled()
    {
        await using SignedServer server = await LimitedAsync(1, "30", null);
        using HttpClient client = Client();
        using var cancel = new CancellationTokenSource();
        Task<HttpResponseMessage> call = client.GetAsync(server.Http1, cancel.Token);
        await _clock.NextTimerAsync().WaitAsync(TimeSpan.FromSeconds(30));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task A_content_over_the_limit_throws_and_nothing_is_sent()
    {
        await using SignedServer server = await LimitedAsync(0, null, null);
        using HttpClient client = Client(new() { MaxContentBytes = 2 });
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => client.PostAsync(server.Http1, new StreamContent(new OneWayStream(new byte[] { 1, 2, 3 }))));
        Assert.Contains("RateLimitHandlerOptions.MaxContentBytes", exception.Message, StringComparison.Ordinal);
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task A_wait_is_logged_without_the_address()
    {
        await using SignedServer server = await LimitedAsync(2, "0", null);
        var log = new CapturedLog();
        using var client = new HttpClient(new RateLimitHandler(new() { TimeProvider = _clock }, log.For<RateLimitHandler>()) { InnerHandler = new SocketsHttpHandler() });
        using HttpResponseMessage response = await client.GetAsync(new Uri(server.Http1, "/secret?key=1"));
        Assert.Equal(2, log.Entries.Count);
        Assert.All(log.Entries, entry => Assert.DoesNotContain("secret", entry.ToString(), StringComparison.Ordinal));
        Assert.Contains("attempt 2 of 3", log.Entries.First().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_factory_the_clock_is_that_of_the_services()
    {
        await using SignedServer server = await LimitedAsync(1, "30", null);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddHttpClient("api").AddRateLimitWaiting(options => options.MaxWait = TimeSpan.FromSeconds(30));
        using HttpClient client = services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("api");
        Task<HttpResponseMessage> call = client.GetAsync(server.Http1);
        Assert.Equal(TimeSpan.FromSeconds(30), await _clock.NextTimerAsync().WaitAsync(TimeSpan.FromSeconds(30)));
        _clock.Advance(TimeSpan.FromSeconds(30));
        using HttpResponseMessage response = await call;
        Assert.Equal(2, server.Seen.Count);
    }

    [Fact]
    public void The_synchronous_way_throws_rather_than_holding_a_thread()
    {
        using var client = new HttpClient(new RateLimitHandler { InnerHandler = StubHandler.AnswersOk() });
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example.com/");
        Assert.Throws<NotSupportedException>(() => client.Send(request));
    }

    [Fact]
    public void The_defaults_are_those_that_are_documented()
    {
        var options = new RateLimitHandlerOptions();
        Assert.Equal((TimeSpan.FromSeconds(60), 3, 1024 * 1024), (options.MaxWait, options.MaxAttempts, options.MaxContentBytes));
        Assert.Same(TimeProvider.System, options.TimeProvider);
    }

    [Fact]
    public void Limits_out_of_bounds_are_refused()
    {
        foreach (RateLimitHandlerOptions options in (RateLimitHandlerOptions[])[
            new() { MaxWait = TimeSpan.FromSeconds(-1) }, new() { MaxWait = TimeSpan.FromDays(1.01) }, new() { MaxAttempts = 0 }, new() { MaxContentBytes = 0 }])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => new RateLimitHandler(options));
        }
    }

    private static string Date(int seconds) => ManualTimeProvider.DefaultStart.AddSeconds(seconds).ToString("r", CultureInfo.InvariantCulture);

    // The clock starts 321 ms into a second.
    private static string Unix(int seconds) => ManualTimeProvider.DefaultStart.AddSeconds(seconds).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string UnixMilliseconds(int milliseconds) =>
        ManualTimeProvider.DefaultStart.AddMilliseconds(milliseconds).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private HttpClient Client(RateLimitHandlerOptions? options = null)
    {
        options ??= new();
        options.TimeProvider = _clock;
        return new HttpClient(new RateLimitHandler(options) { InnerHandler = new SocketsHttpHandler() });
    }

    private static async Task<SignedServer> LimitedAsync(int times, string? retryAfter, string? reset, int status = 429)
    {
        SignedServer server = await SignedServer.StartAsync();
        server.Answer = async (seen, context) =>
        {
            context.Response.StatusCode = seen.Number <= times ? status : 200;
            if (retryAfter is not null)
            {
                context.Response.Headers.RetryAfter = retryAfter;
            }

            if (reset is not null)
            {
                context.Response.Headers["X-RateLimit-Reset"] = reset;
            }

            await context.Response.WriteAsync("limited");
        };
        return server;
    }
}
