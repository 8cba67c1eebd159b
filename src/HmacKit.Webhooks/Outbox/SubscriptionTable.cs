using System.Data.Common;
using System.Text.Json;

namespace HmacKit.Webhooks;

/// <summary>Subscriptions as rows.</summary>
internal sealed class SubscriptionTable(WebhookDatabase database)
{
    public const string Columns = "s.id, s.owner, s.url, s.events, s.policy, s.status, s.reason, s.created_at, s.last_delivered_at, s.failing_since, s.scheme";
    public const int Count = 11;

    private readonly string _p = database.Dialect.Prefix;

    /// <summary>A subscription from a row, whose columns begin at <paramref name="first"/>.</summary>
    public static WebhookSubscription Read(DbDataReader row, int first) => new()
    {
        Id = row.GetString(first),
        Owner = row.GetString(first + 1),
        Url = new Uri(row.GetString(first + 2)),
        Events = row.GetString(first + 3).Split(' '),
        Policy = row.GetString(first + 4),
        Status = row.GetInt16(first + 5) == 1 ? SubscriptionStatus.Active : SubscriptionStatus.Disabled,
        Reason = row.Text(first + 6),
        CreatedAt = row.Time(first + 7),
        LastDeliveredAt = row.TimeOrNull(first + 8),
        FailingSince = row.TimeOrNull(first + 9),
        Scheme = row.GetString(first + 10),
    };

    /// <summary>Adds a subscription; false if the owner has as many as there may be.</summary>
    public async Task<bool> AddAsync(WebhookSubscription subscription, string secrets, int most, CancellationToken cancellationToken)
    {
        await using WriteTransaction write = await database.BeginAsync(cancellationToken).ConfigureAwait(false);
        if (database.Dialect.LockOf("@owner") is { } turn)
        {
            // Two that are counted at the same time would both find room.
            await write.Transaction.RunAsync(turn, cancellationToken, ("owner", subscription.Owner)).ConfigureAwait(false);
        }

        List<long> count = await write.Connection.QueryAsync(
            write.Transaction, $"SELECT count(*) FROM {_p}subscription WHERE owner = @owner", static row => row.GetInt64(0), cancellationToken, ("owner", subscription.Owner)).ConfigureAwait(false);
        if (count[0] >= most)
        {
            return false;
        }

        await write.Transaction.RunAsync(
            $"INSERT INTO {_p}subscription (id, owner, url, events, policy, scheme, secrets, status, created_at) VALUES (@id, @owner, @url, @events, @policy, @scheme, @secrets, 1, @now)",
            cancellationToken,
            ("id", subscription.Id),
            ("owner", subscription.Owner),
            ("url", subscription.Url.OriginalString),
            ("events", string.Join(' ', subscription.Events)),
            ("policy", subscription.Policy),
            ("scheme", subscription.Scheme),
            ("secrets", secrets),
            ("now", subscription.CreatedAt.ToUnixTimeMilliseconds())).ConfigureAwait(false);
        await SetEventsAsync(write.Transaction, subscription, cancellationToken).ConfigureAwait(false);
        await write.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    public async Task<List<WebhookSubscription>> ListAsync(string? owner, string after, int max, CancellationToken cancellationToken)
    {
        await using DbConnection connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        string only = owner is null ? "" : " AND s.owner = @owner";
        (string, object?)[] values = owner is null ? [("after", after), ("max", max)] : [("after", after), ("max", max), ("owner", owner)];
        return await connection.QueryAsync(
            null, $"SELECT {Columns} FROM {_p}subscription s WHERE s.id > @after{only} ORDER BY s.id LIMIT @max", static row => Read(row, 0), cancellationToken, values).ConfigureAwait(false);
    }

    public async Task<WebhookSubscription?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using DbConnection connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        return (await connection.QueryAsync(null, $"SELECT {Columns} FROM {_p}subscription s WHERE s.id = @id", static row => Read(row, 0), cancellationToken, ("id", id)).ConfigureAwait(false)).FirstOrDefault();
    }

    public async Task<bool> SetEventsAsync(WebhookSubscription subscription, CancellationToken cancellationToken)
    {
        await using WriteTransaction write = await database.BeginAsync(cancellationToken).ConfigureAwait(false);
        int changed = await write.Transaction.RunAsync(
            $"UPDATE {_p}subscription SET events = @events WHERE id = @id", cancellationToken, ("events", string.Join(' ', subscription.Events)), ("id", subscription.Id)).ConfigureAwait(false);
        await write.Transaction.RunAsync($"DELETE FROM {_p}subscription_event WHERE subscription_id = @id AND owner = @owner", cancellationToken, ("id", subscription.Id), ("owner", subscription.Owner)).ConfigureAwait(false);
        await SetEventsAsync(write.Transaction, subscription, cancellationToken).ConfigureAwait(false);
        await write.CommitAsync(cancellationToken).ConfigureAwait(false);
        return changed == 1;
    }

    /// <summary>Enables a subscription, which then is sent what comes from now on.</summary>
    public async Task<bool> EnableAsync(string id, CancellationToken cancellationToken)
    {
        await using WriteTransaction write = await database.BeginAsync(cancellationToken).ConfigureAwait(false);
        int changed = await write.Transaction.RunAsync($"UPDATE {_p}subscription SET status = 1, reason = NULL, failing_since = NULL WHERE id = @id", cancellationToken, ("id", id)).ConfigureAwait(false);
        await write.CommitAsync(cancellationToken).ConfigureAwait(false);
        return changed == 1;
    }

    /// <summary>Disables a subscription; what waits for it becomes dead letters. False if it was disabled, or should be failing and isn't: another process may have delivered meanwhile.</summary>
    public async Task<bool> DisableAsync(DbTransaction transaction, string id, string reason, DateTimeOffset now, CancellationToken cancellationToken, bool isFailing = false)
    {
        string still = isFailing ? " AND failing_since IS NOT NULL" : "";
        int changed = await transaction.RunAsync(
            $"UPDATE {_p}subscription SET status = 0, reason = @reason WHERE id = @id AND status = 1{still}", cancellationToken, ("reason", reason), ("id", id)).ConfigureAwait(false);
        if (changed == 1)
        {
            await transaction.RunAsync(
                $"UPDATE {_p}delivery SET state = 2, lease = NULL, outcome = 'disabled', ended_at = @now WHERE subscription_id = @id AND state = 0",
                cancellationToken,
                ("now", now.ToUnixTimeMilliseconds()),
                ("id", id)).ConfigureAwait(false);
        }

        return changed == 1;
    }

    /// <summary>Removes a subscription with all that was to be sent to it.</summary>
    public async Task<bool> RemoveAsync(string id, CancellationToken cancellationToken)
    {
        await using WriteTransaction write = await database.BeginAsync(cancellationToken).ConfigureAwait(false);
        int removed = await write.Transaction.RunAsync($"DELETE FROM {_p}subscription WHERE id = @id", cancellationToken, ("id", id)).ConfigureAwait(false);
        foreach (string table in (string[])["subscription_event", "delivery", "attempt"])
        {
            await write.Transaction.RunAsync($"DELETE FROM {_p}{table} WHERE subscription_id = @id", cancellationToken, ("id", id)).ConfigureAwait(false);
        }

        await write.CommitAsync(cancellationToken).ConfigureAwait(false);
        return removed == 1;
    }

    /// <summary>Changes the secrets of a subscription under a lock; false if there is none.</summary>
    public async Task<bool> ChangeSecretsAsync(string id, Func<string, string> change, CancellationToken cancellationToken)
    {
        await using WriteTransaction write = await database.BeginAsync(cancellationToken).ConfigureAwait(false);
        string locked = database.Dialect.HasOneWriter ? "" : " FOR UPDATE";
        List<string> column = await write.Connection.QueryAsync(
            write.Transaction, $"SELECT secrets FROM {_p}subscription WHERE id = @id{locked}", static row => row.GetString(0), cancellationToken, ("id", id)).ConfigureAwait(false);
        if (column.Count == 0)
        {
            return false;
        }

        await write.Transaction.RunAsync(
            $"UPDATE {_p}subscription SET secrets = @secrets, version = version + 1 WHERE id = @id", cancellationToken, ("secrets", change(column[0])), ("id", id)).ConfigureAwait(false);
        await write.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task SetEventsAsync(DbTransaction transaction, WebhookSubscription subscription, CancellationToken cancellationToken)
    {
        foreach (string pattern in subscription.Events.Distinct(StringComparer.Ordinal))
        {
            await transaction.RunAsync(
                $"INSERT INTO {_p}subscription_event (owner, pattern, subscription_id) VALUES (@owner, @pattern, @id)",
                cancellationToken,
                ("owner", subscription.Owner),
                ("pattern", pattern),
                ("id", subscription.Id)).ConfigureAwait(false);
        }
    }
}
