namespace HmacKit.Http.Tests.Webhooks;

public sealed class DeliveryTests : IDisposable
{
    private static readonly byte[] Body = """{"eventType":"draft.published","eventId":"evt_1"}"""u8.ToArray();

    private readonly SigningKey _key = new(SchemeCatalog.OneRing);
    private readonly CapturedLog _log = new();
    private readonly ManualTimeProvider _clock = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_webhook_arrives_signed_as_the_subscriber_expects()
    {
        await using SignedServer server = await SignedServer.StartAsync(_key, _clock);
        using WebhookSender sender = CreateSender();
        WebhookDelivery delivery = await sender.SendAsync(CreateWebhook(server));

        Assert.Equal(WebhookOutcome.Delivered, delivery.Outcome);
        Assert.True(delivery.IsDelivered);
        Assert.Equal(200, delivery.StatusCode);
        Assert.Null(delivery.RetryAfter);
        Seen seen = Assert.Single(server.Seen);
        Assert.True(seen.IsValid);
        Assert.Equal("POST", seen.Method);
        Assert.Equal("/hooks?of=onering", seen.Target);
        Assert.Equal(Body, seen.Body);
        Assert.Equal("application/json", seen.Headers["Content-Type"]);
        Assert.Equal("evt_1", seen.Headers["X-Webhook-Event-ID"]);
        Assert.StartsWith($"t={ManualTimeProvider.DefaultStart.ToUnixTimeSeconds()},e=evt_1,v1=", seen.Headers["X-Webhook-Signature"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failures_are_sent_again_after_a_minute_five_and_fifteen_with_the_same_id_and_a_new_time()
    {
        await using SignedServer server = await SignedServer.StartAsync(_key, _clock);
        server.Answer = (_, context) =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        using WebhookSender sender = CreateSender();
        Task<WebhookDelivery> delivering = sender.DeliverAsync(CreateWebhook(server));
        foreach (TimeSpan expected in WebhookRetryPolicy.Default.Delays)
        {
            Assert.Equal(TimeSpan.FromSeconds(10), await _clock.NextTimerAsync());
            Assert.Equal(expected, await _clock.NextTimerAsync());
            _clock.Advance(expected);
        }

        WebhookDelivery last = await delivering;
        Assert.Equal(WebhookOutcome.Failed, last.Outcome);
        Assert.Equal(sender.MaxAttempts, last.Attempt);
        Assert.Equal(503, last.StatusCode);
        Assert.Null(last.RetryAfter);
        Assert.Equal(4, server.Seen.Count);
        Assert.Equal(["evt_1"], server.Seen.Select(seen => seen.Headers["X-Webhook-Event-ID"].ToString()).Distinct());
        Assert.Equal(
            [0, 60, 360, 1260],
            server.Seen.Select(seen => long.Parse(seen.Headers["X-Webhook-Timestamp"].ToString()) - ManualTimeProvider.DefaultStart.ToUnixTimeSeconds()));
        Assert.Contains(_log.Entries, entry => entry.ToString().StartsWith("Error 3010:", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Entries, entry => entry.ToString().Contains("of=onering", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_webhook_that_the_second_attempt_delivers_is_delivered()
    {
        await using SignedServer server = await SignedServer.StartAsync(_key, _clock);
        server.Answer = (seen, context) =>
        {
            context.Response.StatusCode = seen.Number == 1 ? 500 : 204;
            return Task.CompletedTask;
        };
        using WebhookSender sender = CreateSender();
        Task<WebhookDelivery> delivering = sender.DeliverAsync(CreateWebhook(server));
        await _clock.NextTimerAsync();
        _clock.Advance(await _clock.NextTimerAsync());

        WebhookDelivery delivery = await delivering;
        Assert.True(delivery.IsDelivered);
        Assert.Equal(2, delivery.Attempt);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(499)]
    public async Task What_the_receiver_refuses_is_not_sent_again(int statusCode)
    {
        foreach (WebhookRetryPolicy policy in (WebhookRetryPolicy[])[WebhookRetryPolicy.Default, WebhookRetryPolicy.OneRing])
        {
            await using SignedServer server = await AnsweringAsync(statusCode);
            using WebhookSender sender = CreateSender(policy);
            WebhookDelivery delivery = await sender.DeliverAsync(CreateWebhook(server));

            Assert.Equal(WebhookOutcome.Refused, delivery.Outcome);
            Assert.Equal(statusCode, delivery.StatusCode);
            Assert.Null(delivery.RetryAfter);
            Assert.Single(server.Seen);
        }
    }

    [Theory]
    [InlineData(301)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_a_failure_and_is_not_followed(int statusCode)
    {
        await using SignedServer server = await SignedServer.StartAsync(_key, _clock);
        server.Answer = (_, context) =>
        {
            context.Response.StatusCode = statusCode;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        };
        using WebhookSender sender = CreateSender();
        WebhookDelivery delivery = await sender.SendAsync(CreateWebhook(server));

        Assert.Equal(WebhookOutcome.Failed, delivery.Outcome);
        Assert.Equal(TimeSpan.FromSeconds(60), delivery.RetryAfter);
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task A_receiver_that_takes_over_ten_seconds_has_failed()
    {
        await using SignedServer server = await SignedServer.StartAsync(_key, _clock);
        var arrived = new TaskCompletionSource();
        server.Answer = async (_, context) =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        using WebhookSender sender = CreateSender();
        Task<WebhookDelivery> sending = sender.SendAsync(CreateWebhook(server));
        await arrived.Task;
        Assert.False(sending.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(10));

        WebhookDelivery delivery = await sending;
        Assert.Equal(WebhookOutcome.Failed, delivery.Outcome);
        Assert.Null(delivery.StatusCode);
        Assert.NotNull(delivery.RetryAfter);
    }

    [Fact]
    public async Task Nobody_listening_is_a_failure()
    {
        SignedServer server = await SignedServer.StartAsync(_key, _clock);
        await server.DisposeAsync();
        using WebhookSender sender = CreateSender();

        Assert.Equal(WebhookOutcome.Failed, (await sender.SendAsync(CreateWebhook(server))).Outcome);
    }

    [Fact]
    public async Task Whoever_cancels_gets_the_cancellation()
    {
        await using SignedServer server = await SignedServer.StartAsync(_key, _clock);
        using WebhookSender sender = CreateSender();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sender.SendAsync(CreateWebhook(server), 1, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task An_attempt_has_a_number_within_the_schedule()
    {
        await using SignedServer server = await SignedServer.StartAsync(_key, _clock);
        using WebhookSender sender = CreateSender();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => sender.SendAsync(CreateWebhook(server), 0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => sender.SendAsync(CreateWebhook(server), sender.MaxAttempts + 1));
    }

    private async Task<SignedServer> AnsweringAsync(int statusCode)
    {
        SignedServer server = await SignedServer.StartAsync(_key, _clock);
        server.Answer = (_, context) =>
        {
            context.Response.StatusCode = statusCode;
            return Task.CompletedTask;
        };
        return server;
    }

    // Without jitter, so that waits are known to the tick.
    private WebhookSender CreateSender(WebhookRetryPolicy? policy = null) => new(
        new WebhookSenderOptions
        {
            AllowLoopbackBecauseThisIsDevelopment = true,
            RetryPolicy = policy ?? new WebhookRetryPolicy { Jitter = 0 },
            TimeProvider = _clock,
        },
        _log.For<WebhookSender>());

    private Webhook CreateWebhook(SignedServer server) =>
        new(new Uri(server.Http1, "/hooks?of=onering"), new RequestSigner(_key.Scheme, _key.Ring, _clock), Body) { Id = "evt_1" };
}
