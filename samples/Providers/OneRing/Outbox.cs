using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Providers.Store;

namespace Providers.OneRing;

/// <summary>A webhook that is due.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Subscription">Whom it is for.</param>
/// <param name="Body">What is sent.</param>
/// <param name="Attempt">Which attempt comes now; 1 is the first one.</param>
internal sealed record DueWebhook(string EventId, Subscription Subscription, byte[] Body, int Attempt);

/// <summary>
/// The webhooks that are still to be sent. They are in the database from the moment at which an event is accepted, so
/// a restart loses none, and they wait there rather than in memory.
/// </summary>
internal sealed class Outbox(ProviderDatabase database, TimeProvider time)
{
    public const int MostWaiting = 100_000;

    private readonly Channel<bool> _arrived = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Writes an event down for all of its owner's subscriptions that want it; false if too much is waiting.</summary>
    public bool TryAdd(string owner, string eventType, string eventId, byte[] body)
    {
        bool isAdded = database.Change(connection =>
        {
            if (connection.Query("SELECT count(*) FROM onering_deliveries", row => row.GetInt64(0)).Single() >= MostWaiting)
            {
                return false;
            }

            foreach (Subscription subscription in Subscriptions.List(connection, owner).Where(subscription => subscription.Wants(eventType)))
            {
                connection.Execute(
                    "INSERT INTO onering_deliveries (event_id, subscription_id, body, due_at) VALUES ($event, $subscription, $body, $now)",
                    ("$event", eventId),
                    ("$subscription", subscription.Id),
                    ("$body", body),
                    ("$now", Now));
            }

            return true;
        });
        _arrived.Writer.TryWrite(true);
        return isAdded;
    }

    /// <summary>What is due now, oldest first.</summary>
    public List<DueWebhook> TakeDue(int limit)
    {
        using SqliteConnection connection = database.Open();
        return connection.Query(
            """
            SELECT d.event_id, d.body, d.attempts + 1, s.id, s.owner, s.url, s.secret, s.events, s.created_at, s.last_delivered_at
            FROM onering_deliveries d JOIN onering_subscriptions s ON s.id = d.subscription_id
            WHERE d.due_at <= $now ORDER BY d.due_at LIMIT $limit
            """,
            row => new DueWebhook(row.GetString(0), Subscriptions.Read(row, 3), (byte[])row[1], row.GetInt32(2)),
            ("$now", Now),
            ("$limit", limit));
    }

    /// <summary>Waits until something is due, or might be.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        long? next;
        using (SqliteConnection connection = database.Open())
        {
            next = connection.Query("SELECT min(due_at) FROM onering_deliveries", row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0)).Single();
        }

        TimeSpan wait = next is { } due ? TimeSpan.FromMilliseconds(Math.Max(0, due - Now)) : Timeout.InfiniteTimeSpan;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_arrived.Reader.ReadAsync(either.Token).AsTask(), Task.Delay(wait, time, either.Token));
        await either.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Delivered(DueWebhook webhook)
    {
        database.Change(connection =>
        {
            connection.Execute("UPDATE onering_subscriptions SET last_delivered_at = $now WHERE id = $id", ("$now", Now), ("$id", webhook.Subscription.Id));
            return Remove(connection, webhook);
        });
    }

    /// <summary>The receiver refused it, and would again.</summary>
    public void Refused(DueWebhook webhook) => database.Change(connection => Remove(connection, webhook));

    /// <summary>The next attempt comes after <paramref name="delay"/>; without one it is a dead letter, which stays to be looked at.</summary>
    public void Failed(DueWebhook webhook, TimeSpan? delay) => database.Change(connection => connection.Execute(
        "UPDATE onering_deliveries SET attempts = attempts + 1, due_at = $due WHERE event_id = $event AND subscription_id = $subscription",
        ("$due", delay is { } wait ? Now + (long)wait.TotalMilliseconds : null),
        ("$event", webhook.EventId),
        ("$subscription", webhook.Subscription.Id)));

    private static int Remove(SqliteConnection connection, DueWebhook webhook) => connection.Execute(
        "DELETE FROM onering_deliveries WHERE event_id = $event AND subscription_id = $subscription",
        ("$event", webhook.EventId),
        ("$subscription", webhook.Subscription.Id));

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();
}
