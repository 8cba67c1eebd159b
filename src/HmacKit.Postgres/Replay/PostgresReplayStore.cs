using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace HmacKit.Postgres;

/// <summary>
/// A replay memory in PostgreSQL, for any number of machines: of any number of equal claims exactly one is added, and none
/// that was accepted is lost when the server is killed, since each is committed to disk before it is answered. The schema must
/// be there: see <see cref="PostgresSchema"/>.
/// </summary>
/// <remarks>
/// <para>
/// Whether a claim has expired is decided by the clock of <see cref="StoreOptions.TimeProvider"/>, that of the verifier. It
/// is forgotten when it had expired a minute ago by that clock and by the server's, and from then on whatever
/// expires as early is refused, by all machines and whatever their clocks do.
/// </para>
/// <para>A claim can be held for three and a half days, which is more than the longest window of a scheme.</para>
/// </remarks>
public sealed class PostgresReplayStore : BatchedReplayStore
{
    // Each claim of a batch is a lock of the server's, which by default has room for 6,400; each sender takes a connection.
    internal const int MaxBatch = 32;
    internal const int MaxSenders = 4;

    private readonly NpgsqlDataSource _dataSource;
    private readonly SchemaName _schema;

    /// <summary>A store over a schema that is there.</summary>
    /// <param name="dataSource">Where the schema is. It isn't disposed of with the store.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <param name="logger">Where it is logged that what has expired couldn't be forgotten; nowhere by default.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public PostgresReplayStore(NpgsqlDataSource dataSource, PostgresOptions? options = null, ILogger? logger = null)
        : base("postgres", MaxBatch, MaxSenders, (options ??= new PostgresOptions()).TimeProvider, logger)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        options.ThrowIfInvalid();
        _dataSource = dataSource;
        _schema = new SchemaName(options.Schema);
    }

    /// <inheritdoc/>
    public override TimeSpan MaxRetention => TimeSpan.FromHours(84);

    internal Task ForgetNowAsync() => ForgetAsync();

    /// <inheritdoc/>
    protected override async Task ClaimAsync(IReadOnlyList<StoredClaim> claims, ReplayOutcome[] outcomes, long now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(outcomes);
        await using NpgsqlCommand command = _dataSource.CreateCommand($"SELECT {_schema}.claim($1, $2, $3)");
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. claims.Select(static claim => claim.Digest.ToArray())], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. claims.Select(static claim => claim.Expires)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = now });
        short[] answers = await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as short[] ?? [];
        for (int i = 0; i < answers.Length; i++)
        {
            outcomes[i] = answers[i] switch
            {
                1 => ReplayOutcome.Added,
                2 => ReplayOutcome.Seen,
                3 => ReplayOutcome.Full,
                _ => ReplayOutcome.Unavailable,
            };
        }
    }

    /// <inheritdoc/>
    protected override async Task ForgetCoreAsync(long now)
    {
        await using NpgsqlCommand forget = _dataSource.CreateCommand($"SELECT {_schema}.forget($1)");
        forget.Parameters.Add(new NpgsqlParameter<long> { TypedValue = now });
        await forget.ExecuteNonQueryAsync().ConfigureAwait(false);
    }
}
