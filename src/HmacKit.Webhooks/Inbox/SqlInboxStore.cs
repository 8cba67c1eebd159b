using System.Data.Common;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Webhooks;

/// <summary>An inbox in SQLite or PostgreSQL. Events that come at the same time are committed together.</summary>
public sealed class SqlInboxStore : InboxStore
{
    private const int MaxBatch = 64;
    private const int ForgetStep = 500;
    private const int Tries = 5;

    private readonly WebhookDatabase _database;
    private readonly SqlDialect _dialect;
    private readonly string _table;
    private readonly GroupCommit<InboxMessage, bool> _adding;
    private readonly GroupCommit<(LeasedMessage Message, DateTimeOffset Now), bool> _completing;

    /// <summary>An inbox.</summary>
    /// <param name="database">The database.</param>
    public SqlInboxStore(WebhookDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        _database = database;
        _dialect = database.Dialect;
        _table = _dialect.Prefix + "inbox";
        _adding = new("events", MaxBatch, _dialect.MaxSenders, AddAsync);
        _completing = new("events", MaxBatch, _dialect.MaxSenders, CompleteAsync);
    }

    /// <inheritdoc/>
    public override WebhookDatabase Database => _database;

    /// <inheritdoc/>
    public override Task PrepareAsync(CancellationToken cancellationToken = default) => _database.PrepareAsync(cancellationToken);

    /// <inheritdoc/>
    public override Task<bool> AddAsync(InboxMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return _adding.AddAsync(message);
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<LeasedMessage>> TakeAsync(
        string endpoint, int max, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        // Reading first keeps an idle file from being written to.
        if (_dialect.HasOneWriter && !await IsDueAsync(endpoint, now, cancellationToken).ConfigureAwait(false))
        {
            return [];
        }

        string lease = RandomNumberGenerator.GetHexString(32, lowercase: true);
        await using WriteTransaction transaction = await _database.BeginAsync(cancellationToken).ConfigureAwait(false);
        List<LeasedMessage> taken = await transaction.Connection.QueryAsync(
            transaction.Transaction,
            $"""
            UPDATE {_table} SET lease = @lease, due_at = @until, attempts = attempts + 1
            WHERE id IN (
                SELECT c.id FROM {_table} c
                WHERE c.state = 0 AND c.endpoint = @endpoint AND c.due_at <= @now AND (c.order_key IS NULL OR NOT EXISTS (
                    SELECT 1 FROM {_table} f WHERE f.state = 0 AND f.endpoint = c.endpoint AND f.order_key = c.order_key AND f.id < c.id))
                ORDER BY c.due_at, c.id LIMIT @max {_dialect.SkipLocked})
            RETURNING {InboxRow.Columns}
            """,
            row => new LeasedMessage(row.GetInt64(0), lease, InboxRow.Read(row)),
            cancellationToken,
            ("lease", lease),
            ("until", until.ToUnixTimeMilliseconds()),
            ("endpoint", endpoint),
            ("now", now.ToUnixTimeMilliseconds()),
            ("max", max)).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        taken.Sort(static (left, right) => left.Id.CompareTo(right.Id));
        return taken;
    }

    /// <inheritdoc/>
    public override async Task<bool> RenewAsync(LeasedMessage message, DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return await WriteAsync(
            $"UPDATE {_table} SET due_at = @until WHERE id = @id AND lease = @lease AND state = 0",
            cancellationToken,
            ("until", until.ToUnixTimeMilliseconds()),
            ("id", message.Id),
            ("lease", message.Lease)).ConfigureAwait(false) == 1;
    }

    /// <inheritdoc/>
    public override Task<bool> CompleteAsync(LeasedMessage message, DbTransaction? transaction, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return transaction is null ? _completing.AddAsync((message, now)) : CompleteInAsync(transaction, message, now, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task ReturnAsync(LeasedMessage message, DateTimeOffset due, bool counts, string? reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return WriteAsync(
            $"UPDATE {_table} SET due_at = @due, lease = NULL, attempts = attempts - @uncounted, error = @error WHERE id = @id AND lease = @lease AND state = 0",
            cancellationToken,
            ("due", due.ToUnixTimeMilliseconds()),
            ("uncounted", counts ? 0 : 1),
            ("error", StoredText.Of(reason)),
            ("id", message.Id),
            ("lease", message.Lease));
    }

    /// <inheritdoc/>
    public override async Task<bool> BuryAsync(LeasedMessage message, string reason, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return await WriteAsync(
            $"UPDATE {_table} SET state = 2, lease = NULL, error = @error, ended_at = @now WHERE id = @id AND lease = @lease AND state = 0",
            cancellationToken,
            ("error", StoredText.Of(reason)),
            ("now", now.ToUnixTimeMilliseconds()),
            ("id", message.Id),
            ("lease", message.Lease)).ConfigureAwait(false) == 1;
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<DeadMessage>> ListDeadAsync(long after = 0, int max = 100, CancellationToken cancellationToken = default)
    {
        await using DbConnection connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        return await connection.QueryAsync(
            null,
            $"SELECT {InboxRow.Columns}, ended_at, error FROM {_table} WHERE state = 2 AND id > @after ORDER BY id LIMIT @max",
            static row => new DeadMessage(row.GetInt64(0), InboxRow.Read(row), row.Time(InboxRow.Count), row.Text(InboxRow.Count + 1) ?? ""),
            cancellationToken,
            ("after", after),
            ("max", max)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override Task<int> ResendAsync(long? id, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        WriteAsync($"UPDATE {_table} SET state = 0, attempts = 0, due_at = @now, ended_at = NULL WHERE state = 2{Only(id)}", cancellationToken, With(id, ("now", now.ToUnixTimeMilliseconds())));

    /// <inheritdoc/>
    public override Task<int> ClearAsync(long? id, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        WriteAsync($"UPDATE {_table} SET state = 1, body = @empty, headers = NULL, ended_at = @now WHERE state = 2{Only(id)}", cancellationToken, With(id, ("now", now.ToUnixTimeMilliseconds()), ("empty", Array.Empty<byte>())));

    /// <inheritdoc/>
    public override async Task<InboxCounts> CountAsync(CancellationToken cancellationToken = default)
    {
        await using DbConnection connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        return (await connection.QueryAsync(
            null,
            $"SELECT (SELECT count(*) FROM {_table} WHERE state = 0), (SELECT count(*) FROM {_table} WHERE state = 2)",
            static row => new InboxCounts(row.GetInt64(0), row.GetInt64(1)),
            cancellationToken).ConfigureAwait(false))[0];
    }

    /// <inheritdoc/>
    public override Task<int> ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken = default) => WriteAsync(
        $"DELETE FROM {_table} WHERE id IN (SELECT id FROM {_table} WHERE state = 1 AND keep_until <= @now ORDER BY keep_until LIMIT {ForgetStep})",
        cancellationToken,
        ("now", now.ToUnixTimeMilliseconds()));

    /// <summary>What is unique: no part of it is sent by a stranger, and its length is the same for all.</summary>
    internal static byte[]? ToDedupe(InboxMessage message) => message.Identity is not { } identity
        ? null
        : SHA256.HashData(Encoding.UTF8.GetBytes($"{Framed(message.Endpoint)}{Framed(message.Event.Scheme)}{Framed(message.Event.KeyId)}{identity}"));

    private static string Framed(string text) => $"{text.Length}:{text}";

    private static string Only(long? id) => id is null ? "" : " AND id = @id";

    private static (string, object?)[] With(long? id, params (string, object?)[] values) => id is null ? values : [.. values, ("id", id)];

    private async Task<bool> IsDueAsync(string endpoint, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using DbConnection connection = await _database.OpenAsync(cancellationToken).ConfigureAwait(false);
        return (await connection.QueryAsync(
            null,
            $"SELECT 1 FROM {_table} WHERE state = 0 AND endpoint = @endpoint AND due_at <= @now LIMIT 1",
            static _ => true,
            cancellationToken,
            ("endpoint", endpoint),
            ("now", now.ToUnixTimeMilliseconds())).ConfigureAwait(false)).Count > 0;
    }

    private async Task<bool[]> AddAsync(IReadOnlyList<InboxMessage> messages)
    {
        // In one order, so that no two batches wait for each other.
        byte[]?[] dedupes = [.. messages.Select(ToDedupe)];
        int[] order = [.. Enumerable.Range(0, messages.Count).OrderBy(i => dedupes[i] is { } dedupe ? Convert.ToHexString(dedupe) : "", StringComparer.Ordinal)];
        InboxMessage[] sorted = [.. order.Select(i => messages[i])];
        byte[]?[] keys = [.. order.Select(i => dedupes[i])];
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                bool[] isNew = _dialect.TakesArrays ? await AddArraysAsync(sorted, keys).ConfigureAwait(false) : await AddRowsAsync(sorted, keys).ConfigureAwait(false);
                var added = new bool[messages.Count];
                for (int i = 0; i < order.Length; i++)
                {
                    added[order[i]] = isNew[i];
                }

                return added;
            }
            catch (DbException exception) when (attempt < Tries && _dialect.IsUndone(exception))
            {
                // Once more.
            }
        }
    }

    private async Task<bool[]> AddRowsAsync(InboxMessage[] messages, byte[]?[] dedupes)
    {
        await using WriteTransaction transaction = await _database.BeginAsync(CancellationToken.None).ConfigureAwait(false);
        int[] rows = await transaction.Transaction.RunAllAsync([.. messages.Select((message, i) => InboxRow.ToInsert(_table, message, dedupes[i]))], CancellationToken.None).ConfigureAwait(false);
        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        return Array.ConvertAll(rows, static row => row == 1);
    }

    /// <summary>One statement, which is a transaction by itself.</summary>
    private async Task<bool[]> AddArraysAsync(InboxMessage[] messages, byte[]?[] dedupes)
    {
        (string sql, (string, object?)[] values) = InboxRow.ToInsert(_table, messages, dedupes);
        await using DbConnection connection = await _database.OpenAsync(CancellationToken.None).ConfigureAwait(false);
        List<string> added = await connection.QueryAsync(
            null, sql, static row => row.IsDBNull(0) ? "" : Convert.ToHexString(row.GetFieldValue<byte[]>(0)), CancellationToken.None, values).ConfigureAwait(false);

        // Of two equal ones in a batch the first one was taken in.
        HashSet<string> left = [.. added];
        return Array.ConvertAll(dedupes, dedupe => dedupe is null || left.Remove(Convert.ToHexString(dedupe)));
    }

    private async Task<bool[]> CompleteAsync(IReadOnlyList<(LeasedMessage Message, DateTimeOffset Now)> completed)
    {
        var done = new bool[completed.Count];
        int[] order = [.. Enumerable.Range(0, completed.Count).OrderBy(i => completed[i].Message.Id)];
        await using WriteTransaction transaction = await _database.BeginAsync(CancellationToken.None).ConfigureAwait(false);
        int[] rows = await transaction.Transaction.RunAllAsync([.. order.Select(i => ToCompletion(completed[i].Message, completed[i].Now))], CancellationToken.None).ConfigureAwait(false);
        for (int i = 0; i < order.Length; i++)
        {
            done[order[i]] = rows[i] == 1;
        }

        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        return done;
    }

    private async Task<bool> CompleteInAsync(DbTransaction transaction, LeasedMessage message, DateTimeOffset now, CancellationToken cancellationToken)
    {
        (string sql, (string, object?)[] values) = ToCompletion(message, now);
        return await transaction.RunAsync(sql, cancellationToken, values).ConfigureAwait(false) == 1;
    }

    private (string Sql, (string Name, object? Value)[] Values) ToCompletion(LeasedMessage message, DateTimeOffset now) => (
        $"UPDATE {_table} SET state = 1, lease = NULL, body = @empty, headers = NULL, error = NULL, ended_at = @now WHERE id = @id AND lease = @lease AND state = 0",
        [("empty", Array.Empty<byte>()), ("now", now.ToUnixTimeMilliseconds()), ("id", message.Id), ("lease", message.Lease)]);

    private async Task<int> WriteAsync(string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] values)
    {
        await using WriteTransaction transaction = await _database.BeginAsync(cancellationToken).ConfigureAwait(false);
        int rows = await transaction.Transaction.RunAsync(sql, cancellationToken, values).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return rows;
    }
}
