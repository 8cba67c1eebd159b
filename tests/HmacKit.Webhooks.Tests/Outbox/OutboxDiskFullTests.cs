using System.Data.Common;
using System.Security.Cryptography;
using HmacKit.Webhooks.Tests.Databases;

namespace HmacKit.Webhooks.Tests.Outbox;

/// <summary>The disk of PostgreSQL's tables is full (SQLSTATE 53100) while events are sent, and then it is made larger.</summary>
public sealed class OutboxDiskFullTests(SmallDisk disk) : OutboxTest, IClassFixture<SmallDisk>
{
    [Fact]
    public async Task What_was_taken_is_delivered_and_what_had_no_room_never_is()
    {
        if (!disk.IsPossible)
        {
            return;
        }

        WebhookOutbox outbox = await StartAsync();
        await SubscribedAsync(outbox, "/a", ["*"]);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var refused = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < 3_000 && refused.Count < 50; i++)
        {
            string id = $"evt_{i}";
            try
            {
                // Bytes that no compression makes fewer.
                await outbox.EnqueueAsync(new OutgoingEvent("owner", "a", RandomNumberGenerator.GetBytes(6_000)) { Id = id });
                taken.Add(id);
            }
            catch (DbException exception)
            {
                Assert.Equal("53100", exception.SqlState);
                refused.Add(id);
            }
        }

        Assert.True(taken.Count > 0 && refused.Count == 50, $"{taken.Count} taken, {refused.Count} refused");
        await disk.ResizeAsync(64);

        // What was delivered while nothing could be written comes again when its lease, of a minute, is over.
        await UntilAsync(async () => !(await outbox.ListDeliveriesAsync(state: DeliveryState.Waiting)).Any(), seconds: 180);
        Assert.Empty(await outbox.ListDeliveriesAsync(state: DeliveryState.Dead));
        var came = Receivers.Came.Select(static item => item.Request.Headers.First(static header => header.Key.Equals("webhook-id", StringComparison.OrdinalIgnoreCase)).Value).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(taken.Order(StringComparer.Ordinal), came.Order(StringComparer.Ordinal));
        Assert.Empty(came.Intersect(refused));
    }

    protected override TestDatabase CreateDatabase() => disk.IsPossible ? disk.CreateDatabase() : new SqliteTestDatabase();
}
