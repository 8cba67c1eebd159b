using System.Data.Common;
using System.Globalization;

namespace HmacKit.Webhooks;

/// <summary>Messages and their deliveries as rows.</summary>
internal sealed class DeliveryTable(WebhookDatabase database, SubscriptionTable subscriptions)
{
    private const int ForgetStep = 500;

    private const string RecordColumns =
        "d.id, d.subscription_id, d.message_id, m.event_type, d.state, d.attempts, d.due_at, d.created_at, d.ended_at, d.outcome, d.status_code";

    private readonly string _p = database.Dialect.Prefix;

    /// <summary>Writes an event down for all of its owner's subscriptions that want it, or for one of them.</summary>
    public async Task EnqueueAsync(DbTransaction transaction, OutgoingEvent outgoing, string id, string? trace, string? only, DateTimeOffset now, CancellationToken cancellationToken)
    {
        long milliseconds = now.ToUnixTimeMilliseconds();
        await transaction.RunAsync(
            $"INSERT INTO {_p}message (id, owner, event_type, content_type, body, trace, created_at) VALUES (@id, @owner, @type, @content, @body, @trace, @now)",
            cancellationToken,
            ("id", id),
            ("owner", outgoing.Owner),
            ("type", outgoing.Type),
            ("content", outgoing.ContentType),
            ("body", outgoing.Body.ToArray()),
            ("trace", trace),
            ("now", milliseconds)).ConfigureAwait(false);
        if (only is not null)
        {
            await transaction.RunAsync(
                $"INSERT INTO {_p}delivery (message_id, subscription_id, due_at, created_at) VALUES (@id, @only, @now, @now)",
                cancellationToken,
                ("id", id),
                ("only", only),
                ("now", milliseconds)).ConfigureAwait(false);
            return;
        }

        await transaction.RunAsync(
            $"""
            INSERT INTO {_p}delivery (message_id, subscription_id, due_at, created_at)
            SELECT m.id, s.id, m.created_at, m.created_at FROM {_p}message m JOIN {_p}subscription s ON s.owner = m.owner
            WHERE m.id = @id AND s.status = 1 AND s.id IN (
                SELECT e.subscription_id FROM {_p}subscription_event e WHERE e.owner = m.owner AND e.pattern IN ({database.Dialect.TextsOf("@patterns")}))
            """,
            cancellationToken,
            ("id", id),
            ("patterns", ToJson(EventPattern.Matching(outgoing.Type)))).ConfigureAwait(false);
    }

    /// <summary>Writes down what came of attempts; which subscriptions were disabled by it.</summary>
    public async Task<HashSet<string>> EndAsync(IReadOnlyList<AttemptResult> results, string? disabledEventType, CancellationToken cancellationToken)
    {
        var disabled = new HashSet<string>(StringComparer.Ordinal);
        await using WriteTransaction write = await database.BeginAsync(cancellationToken).ConfigureAwait(false);
        await write.Transaction.RunAllAsync([.. results.OrderBy(static result => result.Due.Id).SelectMany(ToEnd)], cancellationToken).ConfigureAwait(false);

        // In one order, so that no two batches wait for each other.
        foreach (IGrouping<string, AttemptResult> group in results.GroupBy(static result => result.Due.Subscription.Id).OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            DateTimeOffset? delivered = group.Where(static result => result.State == DeliveryState.Delivered).Max(static result => (DateTimeOffset?)result.EndedAt);
            if (delivered is { } at)
            {
                await write.Transaction.RunAsync(
                    $"UPDATE {_p}subscription SET last_delivered_at = @at, failing_since = NULL WHERE id = @id",
                    cancellationToken,
                    ("at", at.ToUnixTimeMilliseconds()),
                    ("id", group.Key)).ConfigureAwait(false);
            }
            else if (group.Any(static result => result.IsOfReceiver && result.Due.Subscription.FailingSince is null))
            {
                await write.Transaction.RunAsync(
                    $"UPDATE {_p}subscription SET failing_since = @at WHERE id = @id AND failing_since IS NULL",
                    cancellationToken,
                    ("at", group.Min(static result => result.At).ToUnixTimeMilliseconds()),
                    ("id", group.Key)).ConfigureAwait(false);
            }

            if (group.FirstOrDefault(static result => result.Disable is not null) is { } ending
                && await subscriptions.DisableAsync(write.Transaction, group.Key, ending.Disable!, ending.EndedAt, cancellationToken, ending.Disable == AttemptResult.Failing).ConfigureAwait(false))
            {
                disabled.Add(group.Key);
                if (disabledEventType is not null)
                {
                    await EnqueueAsync(write.Transaction, DisabledEvent.Of(disabledEventType, ending), DisabledEvent.NewId(), null, only: null, ending.EndedAt, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        await write.CommitAsync(cancellationToken).ConfigureAwait(false);
        return disabled;
    }

    public async Task<List<DeliveryRecord>> ListAsync(string? subscription, DeliveryState? state, long before, int max, CancellationToken cancellationToken)
    {
        await using DbConnection connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        string only = (subscription is null ? "" : " AND d.subscription_id = @subscription") + (state is { } wanted ? string.Create(CultureInfo.InvariantCulture, $" AND d.state = {(int)wanted}") : "");
        (string, object?)[] values = subscription is null ? [("before", before), ("max", max)] : [("before", before), ("max", max), ("subscription", subscription)];
        return await connection.QueryAsync(
            null,
            $"SELECT {RecordColumns} FROM {_p}delivery d JOIN {_p}message m ON m.id = d.message_id WHERE d.id < @before{only} ORDER BY d.id DESC LIMIT @max",
            static row => new DeliveryRecord(
                row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), (DeliveryState)row.GetInt16(4), row.GetInt32(5), row.Time(6), row.Time(7), row.TimeOrNull(8), row.Text(9), row.IsDBNull(10) ? null : row.GetInt32(10)),
            cancellationToken,
            values).ConfigureAwait(false);
    }

    public async Task<List<AttemptRecord>> ListAttemptsAsync(long delivery, CancellationToken cancellationToken)
    {
        await using DbConnection connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        return await connection.QueryAsync(
            null,
            $"SELECT attempt, at, duration, outcome, status_code, answer FROM {_p}attempt WHERE delivery_id = @id ORDER BY id",
            static row => new AttemptRecord(row.GetInt32(0), row.Time(1), TimeSpan.FromMilliseconds(row.GetInt32(2)), row.GetString(3), row.IsDBNull(4) ? null : row.GetInt32(4), row.Text(5)),
            cancellationToken,
            ("id", delivery)).ConfigureAwait(false);
    }

    /// <summary>Has dead letters of active subscriptions sent again, from their first attempt.</summary>
    public Task<int> ResendAsync(DeadLetters letters, DateTimeOffset now, CancellationToken cancellationToken) => WriteAsync(
        $"UPDATE {_p}delivery SET state = 0, attempts = 0, due_at = @now, ended_at = NULL WHERE state = 2 AND subscription_id IN (SELECT id FROM {_p}subscription WHERE status = 1){letters.Where}",
        cancellationToken,
        [.. letters.Values, ("now", now.ToUnixTimeMilliseconds())]);

    public Task<int> ClearAsync(DeadLetters letters, CancellationToken cancellationToken) =>
        WriteAsync($"DELETE FROM {_p}delivery WHERE state = 2{letters.Where}", cancellationToken, letters.Values);

    /// <summary>Forgets some of what was delivered long ago; how many rows.</summary>
    public async Task<int> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        (string, object?) time = ("before", before.ToUnixTimeMilliseconds());
        int rows = await WriteAsync($"DELETE FROM {_p}delivery WHERE id IN (SELECT id FROM {_p}delivery WHERE state = 1 AND ended_at <= @before ORDER BY ended_at LIMIT {ForgetStep})", cancellationToken, time).ConfigureAwait(false);
        rows += await WriteAsync($"DELETE FROM {_p}attempt WHERE id IN (SELECT id FROM {_p}attempt WHERE at <= @before ORDER BY at LIMIT {ForgetStep})", cancellationToken, time).ConfigureAwait(false);
        return rows + await WriteAsync(
            $"""
            DELETE FROM {_p}message WHERE id IN (SELECT m.id FROM {_p}message m WHERE m.created_at <= @before
                AND NOT EXISTS (SELECT 1 FROM {_p}delivery d WHERE d.message_id = m.id) ORDER BY m.created_at LIMIT {ForgetStep})
            """,
            cancellationToken,
            time).ConfigureAwait(false);
    }

    // Types and ids have no character that JSON would escape.
    internal static string ToJson(IEnumerable<string> texts) => '[' + string.Join(',', texts.Select(static text => $"\"{text}\"")) + ']';

    private IEnumerable<(string Sql, (string Name, object? Value)[] Values)> ToEnd(AttemptResult result) =>
    [
        (
            $"""
            UPDATE {_p}delivery SET state = @state, lease = NULL, attempts = @attempt, due_at = @due, ended_at = @ended, outcome = @outcome, status_code = @status
            WHERE id = @id AND lease = @lease AND state = 0
            """,
            [
                ("state", (short)result.State),
                ("attempt", result.Due.Attempt),
                ("due", (result.NextAt ?? result.EndedAt).ToUnixTimeMilliseconds()),
                ("ended", result.State == DeliveryState.Waiting ? null : result.EndedAt.ToUnixTimeMilliseconds()),
                ("outcome", result.Outcome),
                ("status", result.StatusCode),
                ("id", result.Due.Id),
                ("lease", result.Due.Lease),
            ]),
        (
            $"INSERT INTO {_p}attempt (delivery_id, subscription_id, attempt, at, duration, outcome, status_code, answer) VALUES (@id, @subscription, @attempt, @at, @duration, @outcome, @status, @answer)",
            [
                ("id", result.Due.Id),
                ("subscription", result.Due.Subscription.Id),
                ("attempt", result.Due.Attempt),
                ("at", result.At.ToUnixTimeMilliseconds()),
                ("duration", (int)Math.Min(result.Duration.TotalMilliseconds, int.MaxValue)),
                ("outcome", result.Outcome),
                ("status", result.StatusCode),
                ("answer", result.Answer),
            ]),
    ];

    private async Task<int> WriteAsync(string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        await using WriteTransaction write = await database.BeginAsync(cancellationToken).ConfigureAwait(false);
        int rows = await write.Transaction.RunAsync(sql, cancellationToken, values).ConfigureAwait(false);
        await write.CommitAsync(cancellationToken).ConfigureAwait(false);
        return rows;
    }
}
