using System.Text.Json;
using Microsoft.Data.Sqlite;
using Providers.Store;

namespace Providers.OneRing;

internal sealed record Subscription(
    string Id, string Owner, string Url, string Secret, string[] Events, DateTimeOffset Created, DateTimeOffset? LastDelivered)
{
    /// <summary>Events that everybody gets: they are there to try a subscription out.</summary>
    public const string TestPrefix = "test.";

    public bool Wants(string eventType) =>
        eventType.StartsWith(TestPrefix, StringComparison.Ordinal) || Events.Contains(eventType, StringComparer.Ordinal);
}

/// <summary>Who wants to be told of which events.</summary>
internal sealed class Subscriptions(ProviderDatabase database, TimeProvider time)
{
    public const int MostPerOwner = 100;

    private const string Columns = "id, owner, url, secret, events, created_at, last_delivered_at";

    /// <summary>A new subscription; null if its owner has too many.</summary>
    public Subscription? Add(string owner, string url, string secret, string[] events) => database.Change<Subscription?>(connection =>
    {
        if (connection.Query("SELECT count(*) FROM onering_subscriptions WHERE owner = $owner", row => row.GetInt32(0), ("$owner", owner)).Single() >= MostPerOwner)
        {
            return null;
        }

        var subscription = new Subscription(RandomId.WithPrefix("wh_"), owner, url, secret, events, time.GetUtcNow(), LastDelivered: null);
        connection.Execute(
            $"INSERT INTO onering_subscriptions ({Columns}) VALUES ($id, $owner, $url, $secret, $events, $now, NULL)",
            ("$id", subscription.Id),
            ("$owner", owner),
            ("$url", url),
            ("$secret", secret),
            ("$events", JsonSerializer.Serialize(events)),
            ("$now", subscription.Created.ToUnixTimeMilliseconds()));
        return subscription;
    });

    public List<Subscription> List(string owner)
    {
        using SqliteConnection connection = database.Open();
        return List(connection, owner);
    }

    public static List<Subscription> List(SqliteConnection connection, string owner) => connection.Query(
        $"SELECT {Columns} FROM onering_subscriptions WHERE owner = $owner ORDER BY created_at, id", row => Read(row, 0), ("$owner", owner));

    /// <summary>A subscription from a row, whose columns begin at <paramref name="first"/>.</summary>
    public static Subscription Read(SqliteDataReader row, int first) => new(
        row.GetString(first), row.GetString(first + 1), row.GetString(first + 2), row.GetString(first + 3),
        JsonSerializer.Deserialize<string[]>(row.GetString(first + 4))!, row.GetTime(first + 5)!.Value, row.GetTime(first + 6));
}
