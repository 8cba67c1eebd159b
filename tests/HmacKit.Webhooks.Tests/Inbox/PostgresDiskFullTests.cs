using System.Collections.Concurrent;
using System.Security.Cryptography;
using HmacKit.Webhooks.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Webhooks.Tests.Inbox;

/// <summary>The disk of PostgreSQL's tables is full (SQLSTATE 53100), and then it is made larger.</summary>
public sealed class PostgresDiskFullTests(SmallDisk disk) : IClassFixture<SmallDisk>
{
    private const string Endpoint = "/hook";

    [Fact]
    public async Task What_was_accepted_is_handled_and_what_had_no_room_was_not_accepted()
    {
        if (!disk.IsPossible)
        {
            return;
        }

        TestDatabase database = disk.CreateDatabase();
        await using ServiceProvider services = new ServiceCollection()
            .AddWebhookInbox(database.Open(), static options => options.PollInterval = TimeSpan.FromMilliseconds(20))
            .BuildServiceProvider();
        WebhookInbox inbox = services.GetRequiredService<WebhookInbox>();
        await inbox.Store.PrepareAsync();
        var answers = new ConcurrentDictionary<string, InboxOutcome>();
        await Parallel.ForAsync(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => answers[$"evt_{i}"] = await inbox.OfferAsync(Message($"evt_{i}")));
        string[] accepted = [.. answers.Where(static pair => pair.Value == InboxOutcome.Accepted).Select(static pair => pair.Key)];
        string[] refused = [.. answers.Where(static pair => pair.Value == InboxOutcome.Unavailable).Select(static pair => pair.Key)];
        Assert.Equal(answers.Count, accepted.Length + refused.Length);
        Assert.True(accepted.Length > 0 && refused.Length > 0, $"{accepted.Length} accepted, {refused.Length} refused");
        Assert.Equal(accepted.Length, (await inbox.Store.CountAsync()).Waiting);

        // Handlers go on with what there is, as far as their outcome finds room.
        var handled = new ConcurrentDictionary<string, int>();
        inbox.Handle(new InboxEndpoint { Name = Endpoint, Scheme = "s", RetryDelay = TimeSpan.FromMilliseconds(10), Handler = HandleAsync });
        inbox.Start();
        await disk.ResizeAsync(64);
        foreach (string id in refused)
        {
            Assert.Equal(InboxOutcome.Accepted, await inbox.OfferAsync(Message(id)));
        }

        foreach (string id in accepted.Take(20))
        {
            Assert.Equal(InboxOutcome.Repeated, await inbox.OfferAsync(Message(id)));
        }

        // What was handled while nothing could be written is handled again when its lease is over.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while ((await inbox.Store.CountAsync()) is not { Waiting: 0, Dead: 0 })
        {
            Assert.False(patience.IsCancellationRequested, "It didn't come to an end.");
            await Task.Delay(20);
        }

        Assert.Equal(answers.Keys.Order(StringComparer.Ordinal), handled.Keys.Order(StringComparer.Ordinal));
        await services.DisposeAsync();
        await database.DisposeAsync();

        Task HandleAsync(WebhookEvent e, CancellationToken stop)
        {
            handled.AddOrUpdate(e.Id!, 1, static (_, count) => count + 1);
            return Task.CompletedTask;
        }
    }

    // Bytes that no compression makes fewer.
    private static InboxMessage Message(string id)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return new InboxMessage(Endpoint, new WebhookEvent { Scheme = "s", Id = id, Body = RandomNumberGenerator.GetBytes(6_000), ReceivedAt = now, SignedAt = now }, id) { KeepUntil = now.AddDays(1) };
    }
}
