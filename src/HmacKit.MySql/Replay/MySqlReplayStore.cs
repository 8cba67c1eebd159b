using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using MySqlConnector;

namespace HmacKit.MySql;

/// <summary>
/// A replay memory in MySQL or MariaDB, for any number of machines: of any number of equal claims exactly one is added, and with the server's
/// default of <c>innodb_flush_log_at_trx_commit</c> none that was accepted is lost when it is killed. The tables must be there: see <see cref="MySqlSchema"/>.
/// </summary>
/// <remarks>
/// Whether a claim has expired is decided by the clock of <see cref="StoreOptions.TimeProvider"/>, that of the verifier. It is forgotten when it had
/// expired a minute ago by that clock and by the server's, and from then on whatever expires as early is refused, by all machines.
/// </remarks>
public sealed class MySqlReplayStore : BatchedReplayStore
{
    private const int MaxBatch = 64;
    private const int MaxSenders = 4;
    private const int MaxForgottenAtOnce = 2_000;

    private readonly MySqlDataSource _dataSource;
    private readonly string _prefix;

    /// <summary>A store over tables that are there.</summary>
    /// <param name="dataSource">Where the tables are. It isn't disposed of with the store.</param>
    /// <param name="options">The settings.</param>
    /// <param name="logger">Where it is logged that what has expired couldn't be forgotten; nowhere by default.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public MySqlReplayStore(MySqlDataSource dataSource, MySqlOptions options, ILogger? logger = null)
        : base("mysql", MaxBatch, MaxSenders, options.TimeProvider, logger)
    {
        _dataSource = dataSource;
        _prefix = options.Table("");
    }

    /// <inheritdoc/>
    protected override async Task ClaimAsync(IReadOnlyList<StoredClaim> claims, ReplayOutcome[] outcomes, long now, CancellationToken cancellationToken)
    {
        (HashSet<string> added, long horizon) = await AddAsync(claims, now, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < claims.Count; i++)
        {
            // Taken out: of equal claims in one batch the first one is the one that was added.
            bool isAdded = claims[i].Expires > horizon && added.Remove(Convert.ToHexString(claims[i].Digest.Span));
            outcomes[i] = isAdded ? ReplayOutcome.Added : ReplayOutcome.Seen;
        }
    }

    /// <inheritdoc/>
    protected override bool IsUndone(Exception exception) => exception is MySqlException { ErrorCode: MySqlErrorCode.LockDeadlock };

    /// <inheritdoc/>
    protected override async Task ForgetCoreAsync(long now)
    {
        // Waits for the claims that are being made, whose transactions hold the row of the horizon.
        await using DbCommand forget = _dataSource.CreateCommand(string.Create(
            CultureInfo.InvariantCulture, $"UPDATE {_prefix}state SET horizon = GREATEST(horizon, LEAST({now}, CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED)) - 60000)"));
        await forget.ExecuteNonQueryAsync().ConfigureAwait(false);
        await using DbCommand delete = _dataSource.CreateCommand(string.Create(
            CultureInfo.InvariantCulture, $"DELETE FROM {_prefix}claim WHERE expires <= (SELECT horizon FROM {_prefix}state) LIMIT {MaxForgottenAtOnce}"));
        while (await delete.ExecuteNonQueryAsync().ConfigureAwait(false) == MaxForgottenAtOnce)
        {
            // A part at a time, so that no claim waits for long.
        }
    }

    private async Task<(HashSet<string> Added, long Horizon)> AddAsync(IReadOnlyList<StoredClaim> claims, long now, CancellationToken cancellationToken)
    {
        await using MySqlConnection connection = await _dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using MySqlTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        await using var command = new MySqlCommand { Connection = connection, Transaction = transaction };
        long batch = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

        // In one order on all machines, so that they wait for each other in that order. Digests and numbers, nothing that a caller sends.
        List<(string Digest, long Expires)> rows = [.. claims.Select(static claim => (Convert.ToHexString(claim.Digest.Span), claim.Expires)).OrderBy(static row => row.Item1, StringComparer.Ordinal)];
        string digests = string.Join(',', rows.Select(static row => $"x'{row.Digest}'"));
        string values = string.Join(',', rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"(x'{row.Digest}',{row.Expires},{batch})")));
#pragma warning disable CA2100
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
            SELECT horizon FROM {_prefix}state LOCK IN SHARE MODE;
            DELETE FROM {_prefix}claim WHERE digest IN ({digests}) AND expires <= {now};
            INSERT IGNORE INTO {_prefix}claim (digest, expires, batch) VALUES {values};
            SELECT digest FROM {_prefix}claim WHERE digest IN ({digests}) AND batch = {batch};
            """);
#pragma warning restore CA2100
        var added = new HashSet<string>(StringComparer.Ordinal);
        long horizon;
        await using (MySqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            horizon = await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? reader.GetInt64(0) : long.MaxValue;
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                added.Add(Convert.ToHexString(reader.GetFieldValue<byte[]>(0)));
            }
        }

        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return (added, horizon);
    }
}
