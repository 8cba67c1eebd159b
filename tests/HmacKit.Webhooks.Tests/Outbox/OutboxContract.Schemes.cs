using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Webhooks.Tests.Outbox;

/// <summary>Subscriptions whose receivers expect another form of signature than the others.</summary>
public abstract partial class OutboxContract
{
    [Fact]
    public async Task A_subscription_may_have_another_scheme_than_the_others()
    {
        WebhookOutbox outbox = await StartAsync(configure: static options => options.Schemes["old"] = SchemeCatalog.OneRing);
        string own = await SubscribeAsync(outbox, "/own");
        SubscribeResult old = await SubscribeToOldAsync(outbox);
        Assert.Equal("old", old.Subscription!.Scheme);
        await outbox.EnqueueAsync(Event("a"));
        await EndedAsync(outbox, 2);

        Assert.Equal(VerificationStatus.Valid, Verify(SchemeCatalog.StandardWebhooks, "/own", own));
        Assert.Equal(VerificationStatus.Valid, Verify(SchemeCatalog.OneRing, "/old", old.Secret!));
        Assert.Equal("old", (await outbox.FindAsync(old.Subscription.Id))!.Scheme);
    }

    [Fact]
    public async Task A_new_secret_is_one_of_the_subscription_s_own_scheme()
    {
        WebhookOutbox outbox = await StartAsync(configure: static options => options.Schemes["old"] = SchemeCatalog.OneRing);
        SubscribeResult old = await SubscribeToOldAsync(outbox);
        string? next = await outbox.RotateAsync(old.Subscription!.Id, TimeSpan.Zero);
        await outbox.EnqueueAsync(Event("a"));
        await EndedAsync(outbox, 1);
        Assert.NotNull(next);
        Assert.NotEqual(old.Secret, next);
        Assert.Equal(VerificationStatus.Valid, Verify(SchemeCatalog.OneRing, "/old", next));
    }

    [Fact]
    public async Task What_is_to_be_signed_by_a_scheme_that_is_no_longer_configured_waits_for_it()
    {
        WebhookOutbox outbox = await StartAsync(configure: static options => options.Schemes["old"] = SchemeCatalog.OneRing);
        SubscribeResult old = await SubscribeToOldAsync(outbox);
        await Processes[^1].DisposeAsync();

        WebhookOutbox without = await StartAsync(_clock);
        await without.EnqueueAsync(Event("a"));
        await AttemptsAsync(without, 1);
        Assert.Equal(DeliveryState.Waiting, Assert.Single(await without.ListDeliveriesAsync()).State);
        Assert.Null(await without.RotateAsync(old.Subscription!.Id, TimeSpan.Zero));
        Assert.Empty(Receivers.Came);
        await Processes[^1].DisposeAsync();

        _clock.Advance(TimeSpan.FromMinutes(1));
        WebhookOutbox again = await StartAsync(_clock, static options => options.Schemes["old"] = SchemeCatalog.OneRing);
        await EndedAsync(again, 1);
        Assert.Single(Receivers.Came);
    }

    [Fact]
    public async Task A_scheme_that_there_isn_t_can_t_be_asked_for_and_none_goes_without_a_name()
    {
        WebhookOutbox outbox = await StartAsync();
        Assert.Equal(SubscribeStatus.UnknownScheme, (await outbox.SubscribeAsync(new SubscriptionRequest("owner", Receivers.Address, ["*"]) { Scheme = "old" })).Status);
        await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(configure: static options => options.Schemes[""] = SchemeCatalog.OneRing));
    }

    private Task<SubscribeResult> SubscribeToOldAsync(WebhookOutbox outbox) =>
        outbox.SubscribeAsync(new SubscriptionRequest("owner", new Uri(Receivers.Address, "/old"), ["*"]) { Scheme = "old" });

    private VerificationStatus Verify(SignatureScheme scheme, string path, string secret)
    {
        using HmacKey key = scheme.ImportKey(secret);
        RawRequest request = Assert.Single(Receivers.Came, item => item.Path == path).Request;
        return scheme.Verify(request, new KeyRing(key), TimeProvider.System.GetUtcNow()).Status;
    }
}
