using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;

namespace HmacKit.Webhooks;

/// <summary>
/// Takes deliveries that are due, fairly. Usually the oldest ones tell what is to be done. Where a backlog of few subscriptions stands in front of all
/// others, the subscriptions are gone through in turn, so that taking never walks over a backlog, however long.
/// </summary>
internal sealed class DeliveryQueue(WebhookDatabase database)
{
    /// <summary>Among how many that are due the fair ones are looked for.</summary>
    private const int Front = 2000;

    // Subscriptions that are looked at in one query, and queries in a turn.
    private const int Page = 1000;
    private const int MaxPages = 10;

    private readonly SqlDialect _dialect = database.Dialect;
    private readonly string _p = database.Dialect.Prefix;

    // The subscription that was served last, when they were gone through in turn. One taker at a time.
    private string _last = "";

    /// <summary>Takes what is due: one for each subscription, more for those that are proven, and nothing for those that are busy.</summary>
    public async Task<List<DueDelivery>> TakeAsync(
        int max, int perProven, IEnumerable<string> proven, IEnumerable<string> busy, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (_dialect.HasOneWriter && !await IsDueAsync(0, now, cancellationToken).ConfigureAwait(false))
        {
            return [];
        }

        string[] names = [.. busy];
        List<DueDelivery> taken = await TakeAsync(
            $"""
            SELECT fair.id FROM (
                SELECT due.id, due.due_at, due.subscription_id, row_number() OVER (PARTITION BY due.subscription_id ORDER BY due.due_at, due.id) AS place FROM (
                    SELECT id, subscription_id, due_at FROM {_p}delivery WHERE state = 0 AND due_at <= @now ORDER BY due_at LIMIT {Front}) AS due
                WHERE due.subscription_id NOT IN ({_dialect.TextsOf("@busy")})) AS fair
            WHERE fair.place = 1 OR (fair.place <= @per AND fair.subscription_id IN ({_dialect.TextsOf("@proven")}))
            ORDER BY fair.due_at LIMIT @max
            """,
            now,
            until,
            cancellationToken,
            ("busy", DeliveryTable.ToJson(names)),
            ("per", (long)perProven),
            ("proven", DeliveryTable.ToJson(proven)),
            ("max", max)).ConfigureAwait(false);
        if (taken.Count < max && await IsDueAsync(Front, now, cancellationToken).ConfigureAwait(false))
        {
            names = [.. names, .. taken.Select(static due => due.Subscription.Id)];
            if (await NextInTurnAsync(max - taken.Count, [.. names], now, cancellationToken).ConfigureAwait(false) is { Count: > 0 } ids)
            {
                taken.AddRange(await TakeAsync(_dialect.NumbersOf("@wanted"), now, until, cancellationToken, ("wanted", ToJson(ids))).ConfigureAwait(false));
            }
        }

        return taken;
    }

    /// <summary>The oldest delivery that is due of each of the next subscriptions that aren't busy.</summary>
    private async Task<List<long>> NextInTurnAsync(int max, HashSet<string> busy, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ids = new List<long>();
        string begin = _last;
        bool isRound = false;
        await using DbConnection connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        for (int page = 0; page < MaxPages; page++)
        {
            List<(string Subscription, long? Id)> lanes = await ReadLanesAsync(connection, now, cancellationToken).ConfigureAwait(false);
            foreach ((string subscription, long? id) in lanes)
            {
                if (isRound && string.CompareOrdinal(subscription, begin) > 0)
                {
                    return ids;
                }

                _last = subscription;
                if (id is { } due && !busy.Contains(subscription))
                {
                    ids.Add(due);
                    if (ids.Count == max)
                    {
                        return ids;
                    }
                }
            }

            if (lanes.Count < Page)
            {
                if (isRound || begin.Length == 0)
                {
                    return ids;
                }

                isRound = true;
                _last = "";
            }
        }

        return ids;
    }

    // One step into the index for each subscription, whatever it has waiting: https://wiki.postgresql.org/wiki/Loose_indexscan
    private Task<List<(string Subscription, long? Id)>> ReadLanesAsync(DbConnection connection, DateTimeOffset now, CancellationToken cancellationToken) => connection.QueryAsync(
        null,
        $"""
        WITH RECURSIVE lane(id, place) AS (
            SELECT ({NextLane("@last")}), 1
            UNION ALL
            SELECT ({NextLane("lane.id")}), place + 1 FROM lane WHERE lane.id IS NOT NULL AND place < {Page})
        SELECT lane.id, (SELECT d.id FROM {_p}delivery d WHERE d.state = 0 AND d.subscription_id = lane.id AND d.due_at <= @now ORDER BY d.due_at, d.id LIMIT 1)
        FROM lane WHERE lane.id IS NOT NULL
        """,
        static row => (row.GetString(0), row.IsDBNull(1) ? (long?)null : row.GetInt64(1)),
        cancellationToken,
        ("last", _last),
        ("now", now.ToUnixTimeMilliseconds()));

    // In the order of the index, so that no other index will do.
    private string NextLane(string after) => $"SELECT n.subscription_id FROM {_p}delivery n WHERE n.state = 0 AND n.subscription_id > {after} ORDER BY n.subscription_id, n.due_at, n.id LIMIT 1";

    private async Task<List<DueDelivery>> TakeAsync(
        string wanted, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        string lease = RandomNumberGenerator.GetHexString(32, lowercase: true);
        await using WriteTransaction write = await database.BeginAsync(cancellationToken).ConfigureAwait(false);
        List<long> ids = await write.Connection.QueryAsync(
            write.Transaction,
            $"""
            UPDATE {_p}delivery SET lease = @lease, due_at = @until WHERE id IN (
                SELECT d.id FROM {_p}delivery d WHERE d.state = 0 AND d.due_at <= @now AND d.id IN ({wanted}) {_dialect.SkipLocked})
            RETURNING id
            """,
            static row => row.GetInt64(0),
            cancellationToken,
            [("lease", lease), ("until", until.ToUnixTimeMilliseconds()), ("now", now.ToUnixTimeMilliseconds()), .. values]).ConfigureAwait(false);
        List<DueDelivery> due = ids.Count == 0 ? [] : await write.Connection.QueryAsync(
            write.Transaction,
            $"""
            SELECT d.id, d.attempts, m.id, m.event_type, m.content_type, m.body, m.trace, s.secrets, s.version, {SubscriptionTable.Columns}
            FROM {_p}delivery d JOIN {_p}message m ON m.id = d.message_id JOIN {_p}subscription s ON s.id = d.subscription_id
            WHERE d.id IN ({_dialect.NumbersOf("@ids")}) ORDER BY d.id
            """,
            row => new DueDelivery(
                row.GetInt64(0), lease, row.GetInt32(1) + 1, row.GetString(2), row.GetString(3), row.GetString(4), row.GetFieldValue<byte[]>(5), row.Text(6), SubscriptionTable.Read(row, 9), row.GetString(7), row.GetInt64(8)),
            cancellationToken,
            ("ids", ToJson(ids))).ConfigureAwait(false);
        due.RemoveAll(static delivery => delivery.Subscription.Status == SubscriptionStatus.Disabled);
        if (due.Count < ids.Count)
        {
            await EndAbandonedAsync(write.Transaction, ids, now, cancellationToken).ConfigureAwait(false);
        }

        await write.CommitAsync(cancellationToken).ConfigureAwait(false);
        return due;
    }

    /// <summary>Ends what a transaction has enqueued that began before its subscription was disabled or removed.</summary>
    private async Task EndAbandonedAsync(DbTransaction transaction, List<long> ids, DateTimeOffset now, CancellationToken cancellationToken)
    {
        string these = $"id IN ({_dialect.NumbersOf("@ids")})";
        await transaction.RunAsync(
            $"DELETE FROM {_p}delivery WHERE {these} AND NOT EXISTS (SELECT 1 FROM {_p}subscription s WHERE s.id = subscription_id)", cancellationToken, ("ids", ToJson(ids))).ConfigureAwait(false);
        await transaction.RunAsync(
            $"UPDATE {_p}delivery SET state = 2, lease = NULL, outcome = 'disabled', ended_at = @now WHERE {these} AND subscription_id IN (SELECT id FROM {_p}subscription WHERE status = 0)",
            cancellationToken,
            ("now", now.ToUnixTimeMilliseconds()),
            ("ids", ToJson(ids))).ConfigureAwait(false);
    }

    /// <summary>Whether more than so many are due.</summary>
    private async Task<bool> IsDueAsync(int beyond, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using DbConnection connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        return (await connection.QueryAsync(
            null,
            $"SELECT due_at FROM {_p}delivery WHERE state = 0 AND due_at <= @now ORDER BY due_at LIMIT 1 OFFSET @beyond",
            static _ => true,
            cancellationToken,
            ("now", now.ToUnixTimeMilliseconds()),
            ("beyond", beyond)).ConfigureAwait(false)).Count > 0;
    }

    private static string ToJson(List<long> ids) => '[' + string.Join(',', ids.Select(static id => id.ToString(CultureInfo.InvariantCulture))) + ']';
}
