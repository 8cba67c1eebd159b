using System.Diagnostics;
using System.Text.Json;

namespace HmacKit.Webhooks.Tests.Inbox;

/// <summary>The inbox as a program sees it: what it takes in, whom it wakes, and which settings it refuses.</summary>
public sealed class WebhookInboxTests : InboxTest
{
    private static readonly InboxEndpoint Other = new() { Name = "/other", Scheme = "s", Handler = static (_, _) => Task.CompletedTask };

    [Fact]
    public async Task An_event_is_taken_in_with_the_trace_of_its_request_unless_it_has_one()
    {
        WebhookInbox inbox = Start((_, _) => Task.CompletedTask);
        using Activity activity = new Activity("request").Start();
        Assert.Equal(InboxOutcome.Accepted, await inbox.OfferAsync(ScriptedStore.Message("evt_1", 1)));
        Assert.Equal(activity.Id, Store.Added!.Trace);
        Assert.Equal(InboxOutcome.Accepted, await inbox.OfferAsync(ScriptedStore.Message("evt_1", 1) with { Trace = "its own" }));
        Assert.Equal("its own", Store.Added.Trace);
        Store.Answer = static _ => false;
        Assert.Equal(InboxOutcome.Repeated, await inbox.OfferAsync(ScriptedStore.Message("evt_1", 1)));
        Store.Answer = static call => call == "add" ? throw new TimeoutException("away") : false;
        Assert.Equal(InboxOutcome.Unavailable, await inbox.OfferAsync(ScriptedStore.Message("evt_1", 1)));
        Assert.Contains(Log.Entries, static entry => entry.EventId == 9000 && entry.Exception is TimeoutException && entry.Text.Contains("evt_1", StringComparison.Ordinal));
        await Assert.ThrowsAsync<ArgumentNullException>(() => inbox.OfferAsync(null!).AsTask());
    }

    [Theory]
    [InlineData("a new event")]
    [InlineData("resent")]
    public async Task What_is_to_be_handled_now_wakes_who_handles_it(string what)
    {
        int taken = 0;
        Store.IsEmpty = true;
        Store.Answer = call => call != "take" ? call != "forget" : Interlocked.Increment(ref taken) > 0;
        WebhookInbox inbox = Start((_, _) => Task.CompletedTask);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref taken) == 1, Patience), "It never looked.");
        await Task.Delay(100);
        Assert.Equal(1, Volatile.Read(ref taken));

        // Another endpoint's event is none of its business.
        await inbox.OfferAsync(ScriptedStore.Message("evt_1", 1) with { Endpoint = "/other" });
        await Task.Delay(100);
        Assert.Equal(1, Volatile.Read(ref taken));
        if (what == "resent")
        {
            Assert.Equal(3, await inbox.ResendAsync());
            Assert.Equal(("resend ", Clock.GetUtcNow()), (await Store.NextAsync(), Store.Last.Due));
        }
        else
        {
            await inbox.OfferAsync(ScriptedStore.Message("evt_1", 1));
        }

        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref taken) == 2, Patience), "It wasn't woken.");
    }

    [Fact]
    public async Task One_dead_letter_is_resent_or_dropped_by_its_number()
    {
        WebhookInbox inbox = Start((_, _) => Task.CompletedTask);
        Assert.Equal(3, await inbox.ResendAsync(7));
        Assert.Equal("resend 7", await Store.NextAsync());
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, await inbox.ClearAsync(8));
        Assert.Equal(("clear 8", Clock.GetUtcNow()), (await Store.NextAsync(), Store.Last.Due));
        Assert.Equal(2, await inbox.ClearAsync());
        Assert.Equal("clear ", await Store.NextAsync());
    }

    [Fact]
    public void An_endpoint_that_comes_after_the_start_is_handled_too_and_only_once()
    {
        WebhookInbox inbox = Start((_, _) => Task.CompletedTask, endpoint => endpoint with { Name = "/first" });
        inbox.Handle(Other);
        Assert.True(SpinWait.SpinUntil(() => Store.Takers.Contains("/other"), Patience), "It never looked.");
        Assert.Contains("/other", Assert.Throws<InvalidOperationException>(() => inbox.Handle(Other)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_may_be_disposed_of_before_the_services_do_it()
    {
        WebhookInbox inbox = Start((_, _) => Task.CompletedTask);
        await inbox.DisposeAsync();
        await inbox.DisposeAsync();
    }

    [Fact]
    public void An_endpoint_has_its_defaults_and_settings_within_bounds()
    {
        Assert.Equal((4, 12, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)), (Other.Concurrency, Other.MaxAttempts, Other.RetryDelay, Other.HandlerTimeout));
        WebhookInbox inbox = Start((_, _) => Task.CompletedTask);
        InboxEndpoint[] good =
        [
            Other with { Name = "1", Concurrency = 1, MaxAttempts = 1 },
            Other with { Name = "2", RetryDelay = TimeSpan.Zero, HandlerTimeout = TimeSpan.FromTicks(1) },
            Other with { Name = "3", RetryDelay = TimeSpan.FromDays(1), HandlerTimeout = TimeSpan.FromDays(1) },
        ];
        InboxEndpoint[] bad =
        [
            Other with { Name = "" },
            Other with { Name = "a\0b" },
            Other with { Scheme = "" },
            Other with { Handler = null! },
            Other with { Concurrency = 0 },
            Other with { MaxAttempts = 0 },
            Other with { RetryDelay = TimeSpan.FromTicks(-1) },
            Other with { RetryDelay = TimeSpan.FromDays(1) + TimeSpan.FromTicks(1) },
            Other with { HandlerTimeout = TimeSpan.Zero },
            Other with { HandlerTimeout = TimeSpan.FromDays(1) + TimeSpan.FromTicks(1) },
        ];
        Array.ForEach(good, inbox.Handle);
        Assert.All(bad, endpoint => Assert.ThrowsAny<ArgumentException>(() => inbox.Handle(endpoint)));
        Assert.Throws<ArgumentNullException>(() => inbox.Handle(null!));
    }

    [Fact]
    public void The_inbox_has_its_defaults_and_settings_within_bounds()
    {
        var defaults = new WebhookInboxOptions();
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), (defaults.LeaseTime, defaults.PollInterval, defaults.MaxRetryDelay));
        TimeSpan tick = TimeSpan.FromTicks(1);
        WebhookInboxOptions[] good =
        [
            new() { LeaseTime = TimeSpan.FromSeconds(1) },
            new() { LeaseTime = TimeSpan.FromHours(1) },
            new() { PollInterval = tick, MaxRetryDelay = tick },
            new() { PollInterval = TimeSpan.FromMinutes(1), MaxRetryDelay = TimeSpan.FromDays(1) },
        ];
        WebhookInboxOptions[] bad =
        [
            new() { LeaseTime = TimeSpan.FromSeconds(1) - tick },
            new() { LeaseTime = TimeSpan.FromHours(1) + tick },
            new() { PollInterval = TimeSpan.Zero },
            new() { PollInterval = TimeSpan.FromMinutes(1) + tick },
            new() { MaxRetryDelay = TimeSpan.Zero },
            new() { MaxRetryDelay = TimeSpan.FromDays(1) + tick },
        ];
        Assert.All(good, static options => options.ThrowIfInvalid());
        Assert.All(bad, options => Assert.Throws<ArgumentOutOfRangeException>(() => Start((_, _) => Task.CompletedTask, change: null, set =>
            (set.LeaseTime, set.PollInterval, set.MaxRetryDelay) = (options.LeaseTime, options.PollInterval, options.MaxRetryDelay))));
    }

    [Fact]
    public async Task An_event_says_whose_it_is_and_reads_its_body()
    {
        var received = new WebhookEvent { Scheme = "acme", Id = "evt_1", Body = """{"amount":5}"""u8.ToArray() };
        Assert.Equal("acme evt_1", received.ToString());
        Assert.Equal((1, ""), (received.Attempt, received.KeyId));
        Assert.Equal(5, received.ReadJson<Dictionary<string, int>>()!["amount"]);
        Assert.Equal(5, received.ReadJson<Amount>()!.Value);
        Assert.Throws<JsonException>(() => received.ReadJson<Amount>(JsonSerializerOptions.Strict));
        Assert.Contains("AddWebhookInbox", (await Assert.ThrowsAsync<InvalidOperationException>(() => received.BeginTransactionAsync().AsTask())).Message, StringComparison.Ordinal);
    }

    private sealed record Amount([property: System.Text.Json.Serialization.JsonPropertyName("AMOUNT")] int Value);
}
