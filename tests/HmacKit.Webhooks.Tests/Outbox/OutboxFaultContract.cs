using System.Data.Common;
using HmacKit.Http;
using HmacKit.Webhooks.Tests.Databases;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Webhooks.Tests.Outbox;

/// <summary>What becomes of events that nobody could send, and of subscriptions that change meanwhile.</summary>
public abstract class OutboxFaultContract : OutboxTest
{
    [Fact]
    public async Task What_the_scheme_cannot_sign_is_a_dead_letter_that_speaks_against_nobody()
    {
        WebhookOutbox outbox = await StartAsync();
        await SubscribeAsync(outbox, "/a");

        // Standard Webhooks signs {id}.{timestamp}.{body}.
        await outbox.EnqueueAsync(Event("a") with { Id = "evt.1" });
        await outbox.EnqueueAsync(Event("a") with { Id = "evt_2" });
        await UntilAsync(async () => (await outbox.ListDeliveriesAsync()).All(delivery => delivery.State != DeliveryState.Waiting));
        DeliveryRecord dead = Assert.Single(await outbox.ListDeliveriesAsync(state: DeliveryState.Dead));
        Assert.Equal(("evt.1", "unsendable", 1), (dead.EventId, dead.Outcome, dead.Attempts));
        Assert.Null((await outbox.ListAsync())[0].FailingSince);
    }

    [Fact]
    public async Task What_a_host_that_ends_could_not_send_is_left_for_the_next_one()
    {
        WebhookOutbox outbox = await StartAsync();
        await SubscribeAsync(outbox, "/a");
        Processes[0].GetRequiredService<WebhookSender>().Dispose();
        await outbox.EnqueueAsync(Event("a"));
        await UntilAsync(async () => await Database.RunAsync("SELECT lease FROM {p}delivery") is string);
        await Task.Delay(500);
        Assert.Equal(DeliveryState.Waiting, Assert.Single(await outbox.ListDeliveriesAsync()).State);
    }

    [Fact]
    public async Task A_content_type_that_is_none_is_refused_when_the_event_is_enqueued()
    {
        WebhookOutbox outbox = await StartAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => outbox.EnqueueAsync(Event("a") with { ContentType = "none\r\nX: y" }));
    }

    [Fact]
    public async Task What_is_committed_after_its_subscription_was_disabled_or_removed_is_not_sent()
    {
        WebhookOutbox outbox = await StartAsync();
        await outbox.PrepareAsync();
        string disabled = await SubscribeAsync(outbox, "/disabled");
        string removed = await SubscribeAsync(outbox, "/removed");
        await outbox.DisableAsync(disabled);
        await outbox.RemoveAsync(removed);

        // As a transaction leaves them that has begun before, where the database has several writers.
        await Database.RunAsync("INSERT INTO {p}message (id, owner, event_type, content_type, body, created_at) VALUES ('m', 'owner', 'a', 'text/plain', '', 0)");
        await Database.RunAsync($"INSERT INTO {{p}}delivery (message_id, subscription_id, due_at, created_at) VALUES ('m', '{disabled}', 0, 0), ('m', '{removed}', 0, 0)");
        outbox.Wake();
        await UntilAsync(async () => (await outbox.ListDeliveriesAsync()) is [{ State: DeliveryState.Dead, Outcome: "disabled" }]);
        Assert.Empty(Receivers.Came);
    }

    [Fact]
    public async Task Who_was_delivered_to_by_another_process_meanwhile_is_not_disabled_for_failing()
    {
        WebhookOutbox outbox = await StartAsync();
        string id = await SubscribeAsync(outbox, "/a");
        DateTimeOffset now = TimeProvider.System.GetUtcNow();

        // Taken when it had failed for days; since then another process has delivered.
        WebhookSubscription before = (await outbox.FindAsync(id))! with { FailingSince = now.AddDays(-6) };
        var due = new DueDelivery(1, "lease", 1, "evt_1", "a", "text/plain", [], null, before, "", 0);
        WebhookDatabase database = Database.Open();
        var table = new DeliveryTable(database, new SubscriptionTable(database));
        await table.EndAsync([new AttemptResult(due, "failed", DeliveryState.Waiting, now, default, now, now, 500, null, "failing")], null, default);
        Assert.Equal(SubscriptionStatus.Active, (await outbox.FindAsync(id))!.Status);
        await Database.RunAsync("UPDATE {p}subscription SET failing_since = 1");
        Assert.Contains(id, await table.EndAsync([new AttemptResult(due, "failed", DeliveryState.Waiting, now, default, now, now, 500, null, "failing")], null, default));
    }

    [Fact]
    public async Task An_answer_is_kept_whatever_stands_where_it_is_cut()
    {
        WebhookOutbox outbox = await StartAsync(keptAnswerBytes: 4096);
        await SubscribeAsync(outbox, "/a");
        Receivers.Answers["/a"] = (context, _) => context.Response.WriteAsync(new string('x', 499) + "\U0001F600\0");
        await outbox.EnqueueAsync(Event("a"));
        await UntilAsync(async () => (await outbox.ListDeliveriesAsync()) is [{ State: DeliveryState.Delivered }]);
    }

    [Theory]
    [InlineData("LeaseTime")]
    [InlineData("SlowAfter")]
    [InlineData("KeepFor")]
    [InlineData("Policy")]
    public async Task A_setting_that_no_timer_has_or_that_sends_twice_is_refused(string setting) =>
        await Assert.ThrowsAnyAsync<ArgumentException>(() => StartAsync(configure: options =>
        {
            switch (setting)
            {
                case "LeaseTime":
                    // The sender takes up to 10 seconds.
                    options.LeaseTime = TimeSpan.FromSeconds(10);
                    break;
                case "SlowAfter":
                    options.SlowAfter = TimeSpan.MaxValue;
                    break;
                case "KeepFor":
                    options.KeepFor = TimeSpan.MaxValue;
                    break;
                default:
                    options.Policies["own"] = new WebhookRetryPolicy { Delays = [TimeSpan.MaxValue] };
                    break;
            }
        }));

    /// <summary>Subscribes to everything, and gives the id.</summary>
    private async Task<string> SubscribeAsync(WebhookOutbox outbox, string path) => (await SubscribedAsync(outbox, path, ["*"])).Subscription!.Id;
}

public sealed class SqliteOutboxFaultTests : OutboxFaultContract
{
    protected override TestDatabase CreateDatabase() => new SqliteTestDatabase();
}

[Collection(PostgresTests.Name)]
public sealed class PostgresOutboxFaultTests(PostgresServer server) : OutboxFaultContract
{
    protected override TestDatabase CreateDatabase() => new PostgresTestDatabase(server);
}
