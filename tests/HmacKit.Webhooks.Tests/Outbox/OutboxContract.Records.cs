using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using HmacKit.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Webhooks.Tests.Outbox;

/// <summary>What is taken, written down, listed and measured.</summary>
public abstract partial class OutboxContract
{
    [Fact]
    public async Task An_event_at_its_limits_is_taken_and_one_beyond_is_refused()
    {
        WebhookOutbox outbox = await StartAsync();
        OutgoingEvent[] good =
        [
            Event("a") with { Body = new byte[1024 * 1024] },
            Event("a") with { Id = new string('!', 127) + "~" },
            Event("a") with { Id = "1", ContentType = "text/plain; charset=utf-8" },
        ];
        OutgoingEvent[] bad =
        [
            Event("a") with { Body = new byte[(1024 * 1024) + 1] },
            Event("a") with { Id = new string('x', 129) },
            Event("a") with { Id = "" },
            Event("a") with { Id = "a b" },
            Event("a") with { Id = "\u007f" },
            Event("a") with { Owner = "" },
            Event("a") with { Owner = null! },
            Event("a b"),
            Event(""),
        ];
        foreach (OutgoingEvent outgoing in good)
        {
            Assert.Equal(outgoing.Id ?? "evt_", (await outbox.EnqueueAsync(outgoing))[..(outgoing.Id?.Length ?? 4)]);
        }

        foreach (OutgoingEvent outgoing in bad)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => outbox.EnqueueAsync(outgoing));
        }

        await Assert.ThrowsAsync<ArgumentNullException>(() => outbox.EnqueueAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(() => outbox.EnqueueAsync(null!, Event("a")));
    }

    [Fact]
    public async Task A_subscription_at_its_limits_is_made_and_one_beyond_is_not()
    {
        WebhookOutbox outbox = await StartAsync();
        string[] types = [.. Enumerable.Range(0, 101).Select(static i => "t" + i)];
        var most = new SubscriptionRequest(new string('o', 256), new Uri("https://example.com/" + new string('u', 1980)), types[..100]);
        SubscribeResult made = await outbox.SubscribeAsync(most);
        Assert.Equal(SubscribeStatus.Subscribed, made.Status);
        Assert.Equal(2000, made.Subscription!.Url.OriginalString.Length);
        Assert.Equal(SubscribeStatus.ForbiddenTarget, (await outbox.SubscribeAsync(most with { Url = new Uri(most.Url.OriginalString + "u") })).Status);
        Assert.Equal(SubscribeStatus.ForbiddenTarget, (await outbox.SubscribeAsync(most with { Url = new Uri("/a", UriKind.Relative) })).Status);
        Assert.Equal(SubscribeStatus.ForbiddenTarget, (await outbox.SubscribeAsync(most with { Url = null! })).Status);
        Assert.Equal(SubscribeStatus.InvalidEvents, (await outbox.SubscribeAsync(most with { Events = types })).Status);
        Assert.Equal(SubscribeStatus.InvalidEvents, (await outbox.SubscribeAsync(most with { Events = [] })).Status);
        Assert.Equal(SubscribeStatus.InvalidEvents, (await outbox.SubscribeAsync(most with { Events = null! })).Status);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => outbox.SubscribeAsync(most with { Owner = new string('o', 257) }));
        await Assert.ThrowsAsync<ArgumentException>(() => outbox.SubscribeAsync(most with { Owner = "" }));
        await Assert.ThrowsAsync<ArgumentNullException>(() => outbox.SubscribeAsync(null!));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => outbox.RotateAsync(made.Subscription.Id, TimeSpan.FromTicks(-1)));
        Assert.NotNull(await outbox.RotateAsync(made.Subscription.Id, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_subscription_is_found_as_it_was_made_and_subscriptions_page_by_page()
    {
        WebhookOutbox outbox = await StartAsync(_clock, options => options.Policies["own"] = WebhookRetryPolicy.OneRing);
        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(_clock.GetUtcNow().ToUnixTimeMilliseconds());
        SubscribeResult[] made = [await SubscribedAsync(outbox, "/a", ["a", "b.*", "a"], "own"), await SubscribedAsync(outbox, "/b", ["*"]), await SubscribedAsync(outbox, "/c", ["*"])];
        WebhookSubscription found = (await outbox.FindAsync(made[0].Subscription!.Id))!;
        Assert.Matches("^wh_[0-9a-f]{32}$", found.Id);
        Assert.Equal(("owner", "/a", "own", SubscriptionStatus.Active, now), (found.Owner, found.Url.AbsolutePath, found.Policy, found.Status, found.CreatedAt));
        Assert.Equal((null, null, null), (found.Reason, found.LastDeliveredAt, found.FailingSince));
        Assert.Equal(["a", "b.*", "a"], found.Events);
        Assert.Equal("standard", (await outbox.FindAsync(made[1].Subscription!.Id))!.Policy);
        Assert.Null(await outbox.FindAsync("wh_other"));

        string[] ids = [.. made.Select(static result => result.Subscription!.Id).Order(StringComparer.Ordinal)];
        Assert.Equal(ids, (await outbox.ListAsync("owner")).Select(static subscription => subscription.Id));
        Assert.Equal(ids[..2], (await outbox.ListAsync(max: 2)).Select(static subscription => subscription.Id));
        Assert.Equal(ids[2..], (await outbox.ListAsync("owner", after: ids[1])).Select(static subscription => subscription.Id));
        Assert.Empty(await outbox.ListAsync("other"));
        Assert.False(await outbox.SetEventsAsync("wh_other", ["a"]));
        Assert.False(await outbox.EnableAsync("wh_other"));
        Assert.False(await outbox.DisableAsync("wh_other"));
        Assert.False(await outbox.RemoveAsync("wh_other"));
        Assert.True(await outbox.DisableAsync(ids[0]));
        Assert.Equal((SubscriptionStatus.Disabled, "by hand"), ((await outbox.FindAsync(ids[0]))!.Status, (await outbox.FindAsync(ids[0]))!.Reason));
        Assert.True(await outbox.EnableAsync(ids[0]));
        Assert.Equal((SubscriptionStatus.Active, null), ((await outbox.FindAsync(ids[0]))!.Status, (await outbox.FindAsync(ids[0]))!.Reason));
    }

    [Fact]
    public async Task Deliveries_are_listed_newest_first_and_resent_or_cleared_one_by_one()
    {
        WebhookOutbox outbox = await StartAsync(_clock);
        string a = (await SubscribedAsync(outbox, "/a", ["*"])).Subscription!.Id;
        string no = (await SubscribedAsync(outbox, "/no", ["*"], "onering")).Subscription!.Id;
        Receivers.Answers["/no"] = (context, _) => Answer(context, 400);
        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(_clock.GetUtcNow().ToUnixTimeMilliseconds());
        foreach (string id in (string[])["evt_1", "evt_2", "evt_3"])
        {
            await outbox.EnqueueAsync(Event("a.b") with { Id = id });
        }

        await AttemptsAsync(outbox, 6);
        IReadOnlyList<DeliveryRecord> delivered = await outbox.ListDeliveriesAsync(a);
        Assert.Equal(["evt_3", "evt_2", "evt_1"], delivered.Select(static delivery => delivery.EventId));
        Assert.Equal((a, "a.b", DeliveryState.Delivered, 1, "delivered", 200), (delivered[0].SubscriptionId, delivered[0].EventType, delivered[0].State, delivered[0].Attempts, delivered[0].Outcome, delivered[0].StatusCode));
        Assert.Equal((now, now), (delivered[0].CreatedAt, delivered[0].EndedAt));
        Assert.Equal(["evt_2"], (await outbox.ListDeliveriesAsync(a, before: delivered[0].Id, max: 1)).Select(static delivery => delivery.EventId));
        Assert.Empty(await outbox.ListDeliveriesAsync(a, DeliveryState.Dead));
        Assert.Equal(3, (await outbox.ListDeliveriesAsync(state: DeliveryState.Dead)).Count);
        AttemptRecord attempt = Assert.Single(await outbox.ListAttemptsAsync(delivered[0].Id));
        Assert.Equal((1, now, TimeSpan.Zero, "delivered", 200, null), (attempt.Attempt, attempt.At, attempt.Duration, attempt.Outcome, attempt.StatusCode, attempt.Answer));

        IReadOnlyList<DeliveryRecord> dead = await outbox.ListDeliveriesAsync(no);
        Assert.Equal(0, await outbox.ResendAsync(new DeadLetters { SubscriptionId = a }));
        Assert.Equal(0, await outbox.ClearAsync(new DeadLetters { Id = delivered[0].Id }));
        Assert.Equal(1, await outbox.ClearAsync(new DeadLetters { Id = dead[0].Id }));
        Receivers.Answers["/no"] = (context, _) => Answer(context, 200);
        Assert.Equal(1, await outbox.ResendAsync(new DeadLetters { Id = dead[1].Id, SubscriptionId = no }));
        await AttemptsAsync(outbox, 7);
        Assert.Equal([DeliveryState.Delivered, DeliveryState.Dead], (await outbox.ListDeliveriesAsync(no)).Select(static delivery => delivery.State));
        Assert.Equal(1, (await outbox.ListDeliveriesAsync(no))[0].Attempts);
        Assert.True(await outbox.DisableAsync(no));
        Assert.Equal(0, await outbox.ResendAsync());
        Assert.Equal(1, await outbox.ClearAsync(new DeadLetters { SubscriptionId = no, From = now, Until = now.AddMilliseconds(1) }));
    }

    [Fact]
    public async Task A_test_event_goes_to_one_subscription_whatever_it_wants()
    {
        WebhookOutbox outbox = await StartAsync();
        string id = (await SubscribedAsync(outbox, "/a", ["other"])).Subscription!.Id;
        await SubscribedAsync(outbox, "/b", ["*"]);
        string? first = await outbox.SendTestAsync(id);
        Assert.StartsWith("evt_", first, StringComparison.Ordinal);
        Assert.Equal("mine", await outbox.SendTestAsync(id, "own.type", "hello"u8.ToArray(), "mine"));
        Assert.Null(await outbox.SendTestAsync("wh_other"));
        await EndedAsync(outbox, 2);
        Assert.Equal(["/a", "/a"], Receivers.Came.Select(static item => item.Path));
        RawRequest[] came = [.. Receivers.Came.Select(static item => item.Request).OrderBy(static request => request.Body.Length)];
        Assert.Equal(("hello", """{"type":"test.event","data":{}}"""), (Encoding.UTF8.GetString(came[0].Body.Span), Encoding.UTF8.GetString(came[1].Body.Span)));
        Assert.Equal(["own.type", "test.event"], (await outbox.ListDeliveriesAsync()).Select(static delivery => delivery.EventType));
    }

    [Fact]
    public async Task It_may_be_disposed_of_before_the_services_do_it()
    {
        WebhookOutbox outbox = await StartAsync();
        await outbox.DisposeAsync();
        await outbox.DisposeAsync();
    }

    [Theory]
    [InlineData(200, "delivered")]
    [InlineData(400, "refused")]
    [InlineData(410, "gone")]
    [InlineData(500, "failed")]
    public async Task An_attempt_is_measured_and_traced_by_what_came_of_it(int status, string outcome)
    {
        var ended = new ConcurrentQueue<Activity>();
        var counted = new ConcurrentQueue<(string Name, object? Outcome)>();
        using var activities = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == HmacKitTelemetry.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(activities);
        WebhookOutbox outbox = await StartAsync();
        IMeterFactory meters = Processes[^1].GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == meters && instrument.Name.StartsWith("hmackit.webhook.deliver", StringComparison.Ordinal))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => counted.Enqueue((instrument.Name, tags[0].Value)));
        listener.SetMeasurementEventCallback<double>((instrument, seconds, tags, _) => counted.Enqueue((seconds is > 0 and < 30 ? instrument.Name : "out of bounds", tags[0].Value)));
        listener.Start();
        string path = "/" + Guid.NewGuid().ToString("N");
        await SubscribedAsync(outbox, path, ["*"], "onering");
        Receivers.Answers[path] = (context, _) => Answer(context, status);
        using (Activity request = new Activity("request").Start())
        {
            await outbox.EnqueueAsync(Event("a"));
            await AttemptsAsync(outbox, 1);
            Activity activity = ended.Single(activity => activity.OperationName == "hmackit.webhook.deliver" && activity.Links.Any(link => link.Context.SpanId == request.SpanId));
            Assert.Equal((ActivityKind.Producer, 1, outcome), (activity.Kind, activity.GetTagItem("hmackit.attempt"), activity.GetTagItem("hmackit.outcome")));
            Assert.Equal(status == 200 ? (ActivityStatusCode.Unset, null) : (ActivityStatusCode.Error, outcome), (activity.Status, activity.GetTagItem("error.type")));
        }

        Assert.Equal([("hmackit.webhook.deliveries", outcome), ("hmackit.webhook.delivery.duration", outcome)], counted.OrderBy(static one => one.Name, StringComparer.Ordinal));
    }
}
