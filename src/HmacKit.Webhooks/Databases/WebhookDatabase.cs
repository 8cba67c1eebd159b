using System.Data.Common;

namespace HmacKit.Webhooks;

/// <summary>
/// Your application's database, in which the inbox and the outbox keep their tables, so that they can be part of your own transactions. The tables
/// are made when they are first needed. Make one for the whole program.
/// </summary>
public sealed class WebhookDatabase
{
    internal const string DefaultSchema = "hmackit_webhooks";

    private static readonly TimeSpan GatePatience = TimeSpan.FromSeconds(30);

    private readonly DbDataSource _source;
    private readonly SemaphoreSlim? _writing;
    private readonly Lock _gate = new();
    private Task? _prepared;

    private WebhookDatabase(DbDataSource source, SqlDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
        Dialect = dialect;
        _writing = dialect.HasOneWriter ? new SemaphoreSlim(1) : null;
    }

    internal SqlDialect Dialect { get; }

    /// <summary>An SQLite file, for one machine with any number of processes. Its tables begin with <c>hmackit_</c>.</summary>
    /// <param name="source">The file's connections: <c>SqliteFactory.Instance.CreateDataSource("Data Source=app.db")</c> of Microsoft.Data.Sqlite. Commits are on the disk (write-ahead log, synchronous=FULL).</param>
    public static WebhookDatabase Sqlite(DbDataSource source) => new(source, new SqliteDialect());

    /// <summary>A PostgreSQL database, for any number of machines. Its tables are in a schema of their own.</summary>
    /// <param name="source">The database's connections: an <c>NpgsqlDataSource</c>.</param>
    /// <param name="schema">The schema: 1 to 48 lower-case letters, digits and underscores, not beginning with a digit or <c>pg_</c>; <c>hmackit_webhooks</c> by default.</param>
    /// <exception cref="ArgumentException">There can't be such a schema.</exception>
    public static WebhookDatabase Postgres(DbDataSource source, string schema = DefaultSchema) => new(source, new PostgresDialect(schema));

    /// <summary>Makes the tables if they aren't there; safe for several processes at once.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="DbException">The database can't be reached, or the role may not make them.</exception>
    public Task PrepareAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            // Once for all who ask at one time, and again if it has failed.
            if (_prepared is null or { IsFaulted: true } or { IsCanceled: true })
            {
                _prepared = Task.Run(CreateAsync, CancellationToken.None);
            }

            return _prepared.IsCompletedSuccessfully ? _prepared : _prepared.WaitAsync(cancellationToken);
        }
    }

    /// <summary>A connection for reading.</summary>
    internal async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        return await ConnectAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A transaction that writes. Where a file has one writer, this process's take turns here instead of waiting for the file.</summary>
    internal async ValueTask<WriteTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
        if (_writing is not null && !await _writing.WaitAsync(GatePatience, cancellationToken).ConfigureAwait(false))
        {
            throw new TimeoutException($"Another transaction of this process has kept the file for {GatePatience.TotalSeconds} s. Begin a handler's transaction late, and do nothing slow in it.");
        }

        DbConnection? connection = null;
        try
        {
            connection = await ConnectAsync(cancellationToken).ConfigureAwait(false);
            return new WriteTransaction(await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false), connection, _writing);
        }
        catch
        {
            if (connection is not null)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
            }

            _writing?.Release();
            throw;
        }
    }

    private async Task CreateAsync()
    {
        await using DbConnection connection = await ConnectAsync(CancellationToken.None).ConfigureAwait(false);
        await Dialect.PrepareAsync(connection, CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask<DbConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        DbConnection connection = await _source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Dialect.Settings is { } settings)
            {
                await connection.RunAsync(settings, cancellationToken).ConfigureAwait(false);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
