using System.Data.Common;
using System.Diagnostics;
using System.Text;
using HmacKit.Http;
using HmacKit.Webhooks.Tests.Databases;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Webhooks.Tests.Outbox;

/// <summary>What holds for an outbox in every database.</summary>
public abstract partial class OutboxContract : OutboxTest
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task What_was_committed_is_delivered_signed_and_what_was_undone_never_is()
    {
        WebhookOutbox outbox = await StartAsync();
        string secret = await SubscribeAsync(outbox, "/a", "draft.*");
        await using DbConnection connection = await Database.ConnectionAsync();
        await using (DbTransaction undone = await connection.BeginTransactionAsync())
        {
            await outbox.EnqueueAsync(undone, Event("draft.published") with { Id = "evt_undone" });
            await undone.RollbackAsync();
        }

        await using (DbTransaction committed = await connection.BeginTransactionAsync())
        {
            await outbox.EnqueueAsync(committed, Event("draft.published") with { Id = "evt_committed" });
            await committed.CommitAsync();
        }

        outbox.Wake();
        await Receivers.WaitAsync("/a", 1);
        await EndedAsync(outbox, 1);
        RawRequest request = Assert.Single(Receivers.Came).Request;
        var verifier = new RequestVerifier(SchemeCatalog.StandardWebhooks, SchemeCatalog.StandardWebhooks.ImportKey(secret), new() { AcceptReplaysBecauseTheHandlerIsIdempotent = true });
        VerificationResult result = await verifier.VerifyAsync(request);
        Assert.Equal((VerificationStatus.Valid, "evt_committed"), (result.Status, result.Id));
        Assert.Equal("""{"a":1}""", Encoding.UTF8.GetString(request.Body.Span));
        Assert.Equal(DeliveryState.Delivered, Assert.Single(await outbox.ListDeliveriesAsync()).State);
        Assert.NotNull((await outbox.ListAsync())[0].LastDeliveredAt);
    }

    [Fact]
    public async Task Each_subscription_gets_what_it_wants_of_its_owner()
    {
        WebhookOutbox outbox = await StartAsync();
        await SubscribeAsync(outbox, "/all", "*");
        await SubscribeAsync(outbox, "/drafts", "draft.*");
        await SubscribeAsync(outbox, "/one", "draft.published.now", "ring");
        await SubscribeAsync(outbox, "/none", "drafts.*", "draft");
        await outbox.SubscribeAsync(new SubscriptionRequest("other", new Uri(Receivers.Address, "/other"), ["*"]));
        await outbox.EnqueueAsync(Event("draft.published.now"));
        await outbox.EnqueueAsync(Event("draftx"));
        await EndedAsync(outbox, 4);
        Assert.Equal(["/all", "/all", "/drafts", "/one"], Receivers.Came.Select(item => item.Path).Order());
    }

    [Fact]
    public async Task Attempts_are_made_when_OneRing_s_document_says_and_then_it_is_a_dead_letter()
    {
        WebhookOutbox outbox = await StartAsync(_clock);
        await SubscribeAsync(outbox, "/down", policy: "onering");
        Receivers.Answers["/down"] = (context, count) =>
        {
            context.Response.StatusCode = count <= 4 ? 503 : 200;
            return context.Response.WriteAsync("no " + count);
        };
        DateTimeOffset start = _clock.GetUtcNow();
        await outbox.EnqueueAsync(Event("a") with { Id = "evt_1" });
        await AttemptsAsync(outbox, 1);
        foreach ((int attempt, TimeSpan delay) in new[] { (2, TimeSpan.FromSeconds(60)), (3, TimeSpan.FromMinutes(5)), (4, TimeSpan.FromMinutes(15)) })
        {
            await AdvanceAsync(outbox, delay - TimeSpan.FromMilliseconds(1));
            Assert.Equal(attempt - 1, Receivers.Count("/down"));
            await AdvanceAsync(outbox, TimeSpan.FromMilliseconds(1));
            await AttemptsAsync(outbox, attempt);
        }

        DeliveryRecord dead = Assert.Single(await outbox.ListDeliveriesAsync(state: DeliveryState.Dead));
        Assert.Equal(("failed", 503, 4, "evt_1"), (dead.Outcome, dead.StatusCode, dead.Attempts, dead.EventId));
        IReadOnlyList<AttemptRecord> log = await outbox.ListAttemptsAsync(dead.Id);
        Assert.Equal([0, 60, 360, 1260], log.Select(attempt => (int)(attempt.At - start).TotalSeconds));
        Assert.Equal(["no 1", "no 2", "no 3", "no 4"], log.Select(attempt => attempt.Answer));
        await AdvanceAsync(outbox, TimeSpan.FromHours(1));
        Assert.Equal(4, Receivers.Count("/down"));

        Assert.Equal(0, await outbox.ResendAsync(new DeadLetters { Until = dead.EndedAt }));
        Assert.Equal(1, await outbox.ResendAsync(new DeadLetters { From = dead.EndedAt }));
        await AttemptsAsync(outbox, 5);
        Assert.Equal(DeliveryState.Delivered, Assert.Single(await outbox.ListDeliveriesAsync()).State);
    }

    [Fact]
    public async Task A_4xx_is_a_dead_letter_under_OneRing_s_policy_and_can_be_cleared()
    {
        WebhookOutbox outbox = await StartAsync();
        await SubscribeAsync(outbox, "/no", policy: "onering");
        Receivers.Answers["/no"] = (context, _) => Answer(context, 400);
        await outbox.EnqueueAsync(Event("a"));
        await EndedAsync(outbox, 1);
        Assert.Equal("refused", Assert.Single(await outbox.ListDeliveriesAsync(state: DeliveryState.Dead)).Outcome);
        Assert.Equal(1, await outbox.ClearAsync());
        Assert.Empty(await outbox.ListDeliveriesAsync());
    }

    [Fact]
    public async Task Receivers_that_hang_delay_nobody_else()
    {
        var release = new TaskCompletionSource();
        WebhookOutbox outbox = await StartAsync(configure: options =>
        {
            options.MaxConcurrency = 4;
            options.MaxSlow = 24;
            options.SlowAfter = TimeSpan.FromMilliseconds(200);
        });
        for (int i = 0; i < 16; i++)
        {
            await SubscribeAsync(outbox, "/hang" + i, "hang");
            Receivers.Answers["/hang" + i] = (_, _) => release.Task;
        }

        await SubscribeAsync(outbox, "/well", "well");
        await outbox.EnqueueAsync(Event("hang"));
        await outbox.EnqueueAsync(Event("hang"));
        await Task.Delay(TimeSpan.FromSeconds(2));
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 20; i++)
        {
            await outbox.EnqueueAsync(Event("well"));
        }

        await Receivers.WaitAsync("/well", 20);
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        release.SetResult();
        Assert.True(took < TimeSpan.FromSeconds(5), $"{took} beside receivers that hang for 10 s");
    }

    [Fact]
    public async Task A_receiver_that_is_gone_is_disabled_and_its_owner_is_told()
    {
        WebhookSubscription? told = null;
        WebhookOutbox outbox = await StartAsync(configure: options => options.OnDisabled = subscription =>
        {
            told = subscription;
            return default;
        });
        await SubscribeAsync(outbox, "/gone", "a");
        await SubscribeAsync(outbox, "/owner", "webhook.*");
        Receivers.Answers["/gone"] = (context, _) => Answer(context, 410);
        await outbox.EnqueueAsync(Event("a"));
        await Receivers.WaitAsync("/owner", 1);
        WebhookSubscription gone = (await outbox.ListAsync()).Single(subscription => subscription.Url.AbsolutePath == "/gone");
        Assert.Equal((SubscriptionStatus.Disabled, "gone"), (gone.Status, gone.Reason));
        Assert.Contains(gone.Id, Encoding.UTF8.GetString(Receivers.Came.Single(item => item.Path == "/owner").Request.Body.Span), StringComparison.Ordinal);
        await outbox.EnqueueAsync(Event("a"));
        Assert.Single(await outbox.ListDeliveriesAsync(gone.Id));
        Assert.Equal(gone.Id, told?.Id);
        Assert.Null(await outbox.SendTestAsync(gone.Id));
        Assert.True(await outbox.EnableAsync(gone.Id));
        Assert.NotNull(await outbox.SendTestAsync(gone.Id));
    }

    [Fact]
    public async Task Who_fails_for_long_is_disabled_with_all_that_waits()
    {
        WebhookOutbox outbox = await StartAsync(_clock, options => options.DisableAfter = TimeSpan.FromMinutes(5));
        await SubscribeAsync(outbox, "/down", policy: "onering");
        Receivers.Answers["/down"] = (context, _) => Answer(context, 500);
        await outbox.EnqueueAsync(Event("a"));
        await AttemptsAsync(outbox, 1);
        await AdvanceAsync(outbox, TimeSpan.FromMinutes(1));
        await AttemptsAsync(outbox, 2);
        Assert.Equal(SubscriptionStatus.Active, (await outbox.ListAsync())[0].Status);
        await AdvanceAsync(outbox, TimeSpan.FromMinutes(5));
        await AttemptsAsync(outbox, 3);
        Assert.Equal((SubscriptionStatus.Disabled, "failing"), ((await outbox.ListAsync())[0].Status, (await outbox.ListAsync())[0].Reason));
        Assert.Equal(DeliveryState.Dead, Assert.Single(await outbox.ListDeliveriesAsync()).State);
    }

    [Fact]
    public async Task While_a_secret_is_rotated_both_sign_and_then_the_new_one_alone()
    {
        WebhookOutbox outbox = await StartAsync(_clock);
        string old = await SubscribeAsync(outbox, "/a");
        string id = (await outbox.ListAsync())[0].Id;
        string? next = await outbox.RotateAsync(id, TimeSpan.FromHours(1));
        Assert.NotNull(next);
        Assert.NotEqual(old, next);
        await outbox.EnqueueAsync(Event("a"));
        await AttemptsAsync(outbox, 1);
        RawRequest both = Receivers.Came.Single().Request;
        Assert.Equal((VerificationStatus.Valid, VerificationStatus.Valid), (await VerifyAsync(both, old), await VerifyAsync(both, next)));
        await AdvanceAsync(outbox, TimeSpan.FromHours(2));
        await outbox.EnqueueAsync(Event("a"));
        await AttemptsAsync(outbox, 2);
        RawRequest alone = Receivers.Came.Last().Request;
        Assert.Equal((VerificationStatus.SignatureMismatch, VerificationStatus.Valid), (await VerifyAsync(alone, old), await VerifyAsync(alone, next)));
        string kept = (string)(await Database.RunAsync("SELECT secrets FROM {p}subscription"))!;
        Assert.DoesNotContain(old[6..], kept, StringComparison.Ordinal);
        Assert.DoesNotContain(next[6..], kept, StringComparison.Ordinal);
        Assert.Null(await outbox.RotateAsync("wh_other", TimeSpan.Zero));
    }

    [Fact]
    public async Task TwoProcesses_deliver_each_event_once_while_both_live()
    {
        WebhookOutbox[] outboxes = [await StartAsync(), await StartAsync()];
        await SubscribeAsync(outboxes[0], "/a");
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => outboxes[i % 2].EnqueueAsync(Event("a") with { Id = "evt_" + i })));
        await EndedAsync(outboxes[0], 100);
        Assert.Equal(100, Receivers.Came.Count);
        Assert.Equal(100, Receivers.Came.Select(item => item.Request.GetHeader("webhook-id").Value).Distinct().Count());
    }

    [Theory]
    [InlineData("https://10.0.0.1/hook", "a", SubscribeStatus.ForbiddenTarget)]
    [InlineData("http://example.com/hook", "a", SubscribeStatus.ForbiddenTarget)]
    [InlineData("https://user@example.com/hook", "a", SubscribeStatus.ForbiddenTarget)]
    [InlineData("https://example.com/hook", "a.*.b", SubscribeStatus.InvalidEvents)]
    [InlineData("https://example.com/hook", "a b", SubscribeStatus.InvalidEvents)]
    [InlineData("https://example.com/hook", "", SubscribeStatus.InvalidEvents)]
    [InlineData("https://example.com/hook", "a", SubscribeStatus.Subscribed)]
    public async Task A_wish_that_can_t_be_granted_gets_a_status(string url, string pattern, SubscribeStatus status)
    {
        WebhookOutbox outbox = await StartAsync();
        SubscribeResult result = await outbox.SubscribeAsync(new SubscriptionRequest("owner", new Uri(url), [pattern]));
        Assert.Equal(status, result.Status);
        Assert.Equal(status == SubscribeStatus.Subscribed ? 1 : 0, (await outbox.ListAsync()).Count);
        Assert.Equal(SubscribeStatus.InvalidSecret, (await outbox.SubscribeAsync(new SubscriptionRequest("owner", new Uri("https://example.com"), ["a"]) { Secret = "short" })).Status);
        Assert.Equal(SubscribeStatus.UnknownPolicy, (await outbox.SubscribeAsync(new SubscriptionRequest("owner", new Uri("https://example.com"), ["a"]) { Policy = "other" })).Status);
    }

    [Fact]
    public async Task A_subscription_is_changed_disabled_and_removed_and_an_owner_has_only_so_many()
    {
        WebhookOutbox outbox = await StartAsync(configure: options => options.MaxSubscriptionsPerOwner = 1);
        await SubscribeAsync(outbox, "/a", "a");
        string id = (await outbox.ListAsync("owner"))[0].Id;
        Assert.Equal(SubscribeStatus.TooMany, (await outbox.SubscribeAsync(new SubscriptionRequest("owner", new Uri(Receivers.Address, "/b"), ["*"]))).Status);
        Assert.True(await outbox.SetEventsAsync(id, ["b"]));
        Assert.False(await outbox.SetEventsAsync(id, ["b c"]));
        await outbox.EnqueueAsync(Event("a"));
        await outbox.EnqueueAsync(Event("b"));
        await EndedAsync(outbox, 1);
        Assert.True(await outbox.DisableAsync(id));
        Assert.False(await outbox.DisableAsync(id));
        await outbox.EnqueueAsync(Event("b"));
        Assert.Single(await outbox.ListDeliveriesAsync());
        Assert.True(await outbox.RemoveAsync(id));
        Assert.Empty(await outbox.ListAsync());
        Assert.Empty(await outbox.ListDeliveriesAsync());
    }

    [Fact]
    public async Task Subscriptions_that_are_made_at_the_same_time_are_no_more_than_an_owner_may_have()
    {
        WebhookOutbox outbox = await StartAsync(configure: options => options.MaxSubscriptionsPerOwner = 3);
        SubscribeResult[] results = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() => outbox.SubscribeAsync(new SubscriptionRequest("owner", new Uri(Receivers.Address, $"/{i}"), ["*"])))));
        Assert.Equal(3, results.Count(static result => result.Status == SubscribeStatus.Subscribed));
        Assert.Equal(3, (await outbox.ListAsync("owner")).Count);
    }

    [Fact]
    public async Task What_was_delivered_long_ago_is_forgotten_and_dead_letters_stay()
    {
        WebhookOutbox outbox = await StartAsync(_clock);
        await SubscribeAsync(outbox, "/a", "a");
        await SubscribeAsync(outbox, "/no", "no", policy: "onering");
        Receivers.Answers["/no"] = (context, _) => Answer(context, 400);
        await outbox.EnqueueAsync(Event("a"));
        await outbox.EnqueueAsync(Event("no"));
        await EndedAsync(outbox, 2);
        for (int day = 0; day < 8 && (long)(await Database.RunAsync("SELECT count(*) FROM {p}message"))! > 1; day++)
        {
            await AdvanceAsync(outbox, TimeSpan.FromDays(1));
        }

        Assert.Equal(DeliveryState.Dead, Assert.Single(await outbox.ListDeliveriesAsync()).State);
        Assert.Equal(1L, await Database.RunAsync("SELECT count(*) FROM {p}message"));
    }

    private static Task Answer(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private async Task<VerificationStatus> VerifyAsync(RawRequest request, string secret)
    {
        var options = new VerifierOptions { AcceptReplaysBecauseTheHandlerIsIdempotent = true, TimeProvider = _clock };
        return (await new RequestVerifier(SchemeCatalog.StandardWebhooks, SchemeCatalog.StandardWebhooks.ImportKey(secret), options).VerifyAsync(request)).Status;
    }

    /// <summary>Subscribes, and gives the secret.</summary>
    private async Task<string> SubscribeAsync(WebhookOutbox outbox, string path, string pattern = "*", string? second = null, string? policy = null) =>
        (await SubscribedAsync(outbox, path, second is null ? [pattern] : [pattern, second], policy)).Secret!;

    /// <summary>Waits until so many deliveries have come to an end.</summary>
    private static Task EndedAsync(WebhookOutbox outbox, int count) =>
        UntilAsync(async () => (await outbox.ListDeliveriesAsync(max: 1000)).Count(delivery => delivery.State != DeliveryState.Waiting) >= count);

    /// <summary>Waits until so many attempts are written down.</summary>
    private Task AttemptsAsync(WebhookOutbox outbox, int count) => UntilAsync(async () =>
    {
        // It waits on a clock that stands still.
        outbox.Wake();
        return (long)(await Database.RunAsync("SELECT count(*) FROM {p}attempt"))! >= count;
    });

    /// <summary>Moves the clock, and lets the outbox look for what is due.</summary>
    private async Task AdvanceAsync(WebhookOutbox outbox, TimeSpan time)
    {
        _clock.Advance(time);
        outbox.Wake();
        await Task.Delay(200);
    }
}

public sealed class SqliteOutboxTests : OutboxContract
{
    protected override TestDatabase CreateDatabase() => new SqliteTestDatabase();
}

[Collection(PostgresTests.Name)]
public sealed class PostgresOutboxTests(PostgresServer server) : OutboxContract
{
    protected override TestDatabase CreateDatabase() => new PostgresTestDatabase(server);
}
