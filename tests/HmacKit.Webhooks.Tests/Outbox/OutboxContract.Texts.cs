namespace HmacKit.Webhooks.Tests.Outbox;

/// <summary>Texts that no database can keep: PostgreSQL refuses a zero character and half of a surrogate pair, even in a search.</summary>
public abstract partial class OutboxContract
{
    [Theory]
    [InlineData(0)]
    [InlineData(0xD83D)]
    public async Task A_text_that_no_database_can_keep_is_nobody_s_and_finds_nothing(int character)
    {
        string odd = "owner" + (char)character;
        WebhookOutbox outbox = await StartAsync();
        await SubscribeAsync(outbox, "/a", "*");
        Assert.Empty(await outbox.ListAsync(odd));
        Assert.Empty(await outbox.ListAsync(after: odd));
        Assert.Empty(await outbox.ListDeliveriesAsync(odd));
        Assert.Null(await outbox.FindAsync(odd));
        Assert.Null(await outbox.RotateAsync(odd, TimeSpan.Zero));
        Assert.Null(await outbox.SendTestAsync(odd));
        bool[] changed = [await outbox.SetEventsAsync(odd, ["*"]), await outbox.EnableAsync(odd), await outbox.DisableAsync(odd), await outbox.RemoveAsync(odd)];
        Assert.Equal([false, false, false, false], changed);
        Assert.Equal(0, await outbox.ResendAsync(new DeadLetters { SubscriptionId = odd }));
        Assert.Equal(0, await outbox.ClearAsync(new DeadLetters { SubscriptionId = odd }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0xD83D)]
    public async Task An_owner_that_no_database_can_keep_is_refused_with_what_to_do_about_it(int character)
    {
        string odd = "owner" + (char)character;
        WebhookOutbox outbox = await StartAsync();
        ArgumentException subscribing = await Assert.ThrowsAsync<ArgumentException>(() => outbox.SubscribeAsync(new SubscriptionRequest(odd, new Uri(Receivers.Address, "/a"), ["*"])));
        ArgumentException enqueuing = await Assert.ThrowsAsync<ArgumentException>(() => outbox.EnqueueAsync(Event("a") with { Owner = odd }));
        Assert.Equal(("request", "outgoing"), (subscribing.ParamName, enqueuing.ParamName));
        Assert.All([subscribing, enqueuing], static exception => Assert.StartsWith("The owner has a zero character or half of a surrogate pair in it", exception.Message, StringComparison.Ordinal));
        Assert.Empty(await outbox.ListAsync());
    }

    [Fact]
    public async Task An_address_that_no_database_can_keep_is_no_target()
    {
        WebhookOutbox outbox = await StartAsync();
        foreach (string end in (string[])["/a\0", "/a\ud83d"])
        {
            SubscribeResult result = await outbox.SubscribeAsync(new SubscriptionRequest("owner", new Uri(Receivers.Address.OriginalString.TrimEnd('/') + end), ["*"]));
            Assert.Equal(SubscribeStatus.ForbiddenTarget, result.Status);
        }

        await Assert.ThrowsAsync<ArgumentException>(() => outbox.EnqueueAsync(Event("a") with { ContentType = "text/plain; a=\"\ud83d\"" }));
    }

    [Fact]
    public async Task A_reason_is_kept_without_what_no_database_can_keep()
    {
        WebhookOutbox outbox = await StartAsync();
        SubscribeResult subscribed = await SubscribedAsync(outbox, "/a", ["*"]);
        Assert.True(await outbox.DisableAsync(subscribed.Subscription!.Id, "no\0 \ud83d"));
        Assert.Equal("no\ufffd \ufffd", (await outbox.FindAsync(subscribed.Subscription.Id))!.Reason);
    }
}
