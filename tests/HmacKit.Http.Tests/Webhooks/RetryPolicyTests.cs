using System.Globalization;

namespace HmacKit.Http.Tests.Webhooks;

/// <summary>Which answers are followed by another attempt, and when, over a socket.</summary>
public sealed class RetryPolicyTests : IDisposable
{
    private static readonly WebhookRetryPolicy Exact = new() { Jitter = 0 };

    private readonly SigningKey _key = new(SchemeCatalog.OneRing);
    private readonly CapturedLog _log = new();
    private readonly ManualTimeProvider _clock = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData(408, WebhookOutcome.Failed, WebhookOutcome.Refused)]
    [InlineData(425, WebhookOutcome.Failed, WebhookOutcome.Refused)]
    [InlineData(429, WebhookOutcome.Failed, WebhookOutcome.Refused)]
    [InlineData(400, WebhookOutcome.Refused, WebhookOutcome.Refused)]
    [InlineData(410, WebhookOutcome.Gone, WebhookOutcome.Gone)]
    [InlineData(500, WebhookOutcome.Failed, WebhookOutcome.Failed)]
    [InlineData(503, WebhookOutcome.Failed, WebhookOutcome.Failed)]
    [InlineData(304, WebhookOutcome.Failed, WebhookOutcome.Failed)]
    [InlineData(202, WebhookOutcome.Delivered, WebhookOutcome.Delivered)]
    public async Task An_answer_means_what_the_policy_says(int statusCode, WebhookOutcome byDefault, WebhookOutcome atOneRing)
    {
        foreach ((WebhookRetryPolicy policy, WebhookOutcome expected) in new[] { (WebhookRetryPolicy.Default, byDefault), (WebhookRetryPolicy.OneRing, atOneRing) })
        {
            WebhookDelivery delivery = await SendAsync(policy, statusCode);
            Assert.Equal((expected, statusCode), (delivery.Outcome, delivery.StatusCode));
            Assert.Equal(expected == WebhookOutcome.Failed, delivery.RetryAfter is not null);
        }
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_marked_and_logged()
    {
        WebhookDelivery delivery = await SendAsync(Exact, 410);
        Assert.Equal(WebhookOutcome.Gone, delivery.Outcome);
        Assert.False(delivery.IsDelivered);
        Assert.Contains("End its subscription", Assert.Single(_log.Entries).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, "120", 120)]
    [InlineData(503, "120", 120)]
    [InlineData(503, "120.5", 120.5)]
    [InlineData(429, "3600", 3600)]
    [InlineData(429, "3601", 3600)]
    [InlineData(429, "86400", 3600)]
    [InlineData(503, "99999999999999999999999999999999999", 3600)]
    [InlineData(429, "1", 60)]
    [InlineData(429, "0", 60)]
    [InlineData(429, "-5", 60)]
    [InlineData(429, "soon", 60)]
    [InlineData(429, "", 60)]
    [InlineData(500, "120", 60)]
    [InlineData(408, "120", 60)]
    public async Task Retry_After_puts_the_next_attempt_off_within_an_hour_and_never_brings_it_forward(int statusCode, string retryAfter, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), (await SendAsync(Exact, statusCode, retryAfter)).RetryAfter);

    [Theory]
    [InlineData(120, 119.679)]
    [InlineData(7200, 3600)]
    [InlineData(-120, 60)]
    public async Task Retry_After_may_be_a_date(int seconds, double expected)
    {
        // The clock starts 321 ms into a second.
        string date = _clock.GetUtcNow().AddSeconds(seconds).ToString("r", CultureInfo.InvariantCulture);
        Assert.Equal(TimeSpan.FromSeconds(expected), (await SendAsync(Exact, 503, date)).RetryAfter);
    }

    [Fact]
    public async Task OneRing_keeps_to_its_schedule_whatever_the_receiver_says() =>
        Assert.Equal(TimeSpan.FromSeconds(60), (await SendAsync(WebhookRetryPolicy.OneRing, 503, "120")).RetryAfter);

    [Fact]
    public async Task By_default_a_delay_is_lengthened_by_up_to_a_fifth_at_random()
    {
        var delays = new HashSet<TimeSpan>();
        for (int i = 0; i < 20; i++)
        {
            delays.Add((await SendAsync(WebhookRetryPolicy.Default, 500)).RetryAfter!.Value);
        }

        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(72)));
        Assert.True(delays.Count > 5, $"{delays.Count} different delays in 20");
    }

    [Fact]
    public async Task After_the_last_attempt_nothing_puts_another_one_off()
    {
        WebhookDelivery delivery = await SendAsync(Exact, 429, "120", attempt: 4);
        Assert.Equal((WebhookOutcome.Failed, null), (delivery.Outcome, delivery.RetryAfter));
        Assert.StartsWith("Error 3010:", Assert.Single(_log.Entries).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_are_those_that_are_documented()
    {
        WebhookRetryPolicy policy = WebhookRetryPolicy.Default;
        Assert.Equal([60, 300, 900], policy.Delays.Select(delay => (int)delay.TotalSeconds));
        Assert.Equal([408, 425, 429], policy.RetriedStatuses);
        Assert.Equal((TimeSpan.FromHours(1), 0.2), (policy.MaxRetryAfter, policy.Jitter));
        Assert.Equal(TimeSpan.FromSeconds(10), new WebhookSenderOptions().Timeout);
        Assert.Same(policy, new WebhookSenderOptions().RetryPolicy);
    }

    [Fact]
    public void A_policy_keeps_what_it_was_given()
    {
        List<TimeSpan> delays = [TimeSpan.FromSeconds(1)];
        var policy = new WebhookRetryPolicy { Delays = delays };
        delays.Clear();
        Assert.Single(policy.Delays);
    }

    private async Task<WebhookDelivery> SendAsync(WebhookRetryPolicy policy, int statusCode, string? retryAfter = null, int attempt = 1)
    {
        await using SignedServer server = await SignedServer.StartAsync(_key, _clock);
        server.Answer = (_, context) =>
        {
            context.Response.StatusCode = statusCode;
            if (retryAfter is not null)
            {
                context.Response.Headers.RetryAfter = retryAfter;
            }

            return Task.CompletedTask;
        };
        using var sender = new WebhookSender(
            new WebhookSenderOptions { AllowLoopbackBecauseThisIsDevelopment = true, RetryPolicy = policy, TimeProvider = _clock }, _log.For<WebhookSender>());
        var webhook = new Webhook(server.Http1, new RequestSigner(_key.Scheme, _key.Ring, _clock), "{}"u8.ToArray()) { Id = "evt_1" };
        return await sender.SendAsync(webhook, attempt);
    }
}
