using HmacKit.Testing;

namespace HmacKit.AspNetCore.Tests.Webhooks;

public class WebhookMemoryTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    [Fact]
    public void An_event_is_new_once_until_it_is_forgotten()
    {
        WebhookMemory memory = Create(out _);
        Assert.Equal(WebhookClaim.New, memory.Begin("a"));
        Assert.Equal(WebhookClaim.Known, memory.Begin("a"));
        memory.Forget("a");
        Assert.Equal(WebhookClaim.New, memory.Begin("a"));
        memory.Complete("a");
        Assert.Equal(WebhookClaim.Known, memory.Begin("a"));
    }

    [Fact]
    public void What_was_handled_is_known_for_its_time_and_no_longer()
    {
        WebhookMemory memory = Create(out ManualTimeProvider clock);
        memory.Begin("a");
        memory.Complete("a");
        clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        Assert.Equal(WebhookClaim.Known, memory.Begin("a"));
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(WebhookClaim.New, memory.Begin("a"));
    }

    [Fact]
    public void Full_it_drops_the_oldest_only_when_that_can_t_be_replayed_any_more()
    {
        WebhookMemory memory = Create(out ManualTimeProvider clock, capacity: 2);
        memory.Begin("a");
        memory.Complete("a");
        clock.Advance(TimeSpan.FromSeconds(1));
        memory.Begin("b");
        memory.Complete("b");
        Assert.Equal(WebhookClaim.Full, memory.Begin("c"));
        clock.Advance(Window - TimeSpan.FromSeconds(1));
        Assert.Equal(WebhookClaim.New, memory.Begin("c"));
        Assert.Equal(WebhookClaim.Known, memory.Begin("b"));
        Assert.Equal(WebhookClaim.Full, memory.Begin("a"));
        Assert.Equal(2, memory.Count);
    }

    [Fact]
    public void An_event_that_was_given_up_gets_another_chance_and_counts_from_its_second_end()
    {
        WebhookMemory memory = Create(out ManualTimeProvider clock);
        memory.Begin("a");
        memory.GiveUp("a");
        clock.Advance(TimeSpan.FromMinutes(40));
        Assert.Equal(WebhookClaim.Again, memory.Begin("a"));
        Assert.Equal(WebhookClaim.Known, memory.Begin("a"));
        clock.Advance(TimeSpan.FromMinutes(40));
        Assert.Equal(WebhookClaim.Known, memory.Begin("a"));
        memory.Complete("a");
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(WebhookClaim.Known, memory.Begin("a"));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(WebhookClaim.New, memory.Begin("a"));
    }

    [Fact]
    public void Events_under_way_are_never_dropped()
    {
        WebhookMemory memory = Create(out ManualTimeProvider clock, capacity: 1);
        memory.Begin("a");
        clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(WebhookClaim.Full, memory.Begin("b"));
        Assert.Equal(WebhookClaim.Known, memory.Begin("a"));
    }

    private static WebhookMemory Create(out ManualTimeProvider clock, int capacity = 100) =>
        new(capacity, TimeSpan.FromHours(1), Window, clock = new ManualTimeProvider());
}
