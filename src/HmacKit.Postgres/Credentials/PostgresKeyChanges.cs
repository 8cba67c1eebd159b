using Microsoft.Extensions.Logging;
using Npgsql;

namespace HmacKit.Postgres;

/// <summary>
/// Listens to what the database says of changed credentials, and makes caches forget them: a key that was revoked on one
/// machine, or by hand in the database, is dead everywhere at once. It keeps one connection for itself.
/// </summary>
/// <remarks>
/// When the connection is lost, and again when there is a new one, the caches forget everything, since changes may have been missed.
/// A connection that is cut without a word is noticed after 1.5 seconds.
/// </remarks>
public sealed class PostgresKeyChanges : KeyChanges
{
    // How long the connection may be silent before it is asked whether it is alive, and how long the answer may take.
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(250);

    private readonly NpgsqlDataSource _dataSource;
    private readonly SchemaName _schema;
    private readonly CancellationTokenSource _stop = new();
    private Task _listening = Task.CompletedTask;

    /// <summary>Changes in a schema.</summary>
    /// <param name="dataSource">Where the schema is. It isn't disposed of with this.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <param name="logger">Where it is logged that the connection was lost; nowhere by default.</param>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    public PostgresKeyChanges(NpgsqlDataSource dataSource, PostgresOptions? options = null, ILogger? logger = null)
        : base("postgres", logger)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        options ??= new PostgresOptions();
        options.ThrowIfInvalid();
        _dataSource = dataSource;
        _schema = new SchemaName(options.Schema);
    }

    /// <inheritdoc/>
    protected override void Start() => _listening = Task.Run(RunAsync);

    /// <inheritdoc/>
    protected override async ValueTask StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _listening.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await ListenAsync().ConfigureAwait(false);
            }
            catch (Exception exception) when (!_stop.IsCancellationRequested)
            {
                OnDeaf(exception);
                await Task.Delay(RetryInterval, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception)
            {
                // It stops, and whatever the connection had to say about that is nobody's concern.
                break;
            }
        }
    }

    private async Task ListenAsync()
    {
        await using NpgsqlConnection connection = await _dataSource.OpenConnectionAsync(_stop.Token).ConfigureAwait(false);
        connection.Notification += (_, notification) => OnChanged(notification.Payload);
        await using (NpgsqlCommand listen = connection.CreateCommand())
        {
            listen.CommandText = $"LISTEN {_schema.Channel}";
            await listen.ExecuteNonQueryAsync(_stop.Token).ConfigureAwait(false);
        }

        // From here on nothing is missed.
        OnListening();
        while (true)
        {
            if (!await connection.WaitAsync(ProbeInterval, _stop.Token).ConfigureAwait(false))
            {
                await ProbeAsync(connection).ConfigureAwait(false);
            }
        }
    }

    private async Task ProbeAsync(NpgsqlConnection connection)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        timeout.CancelAfter(ProbeTimeout);
        await using NpgsqlCommand probe = connection.CreateCommand();
        probe.CommandText = "SELECT";
        await probe.ExecuteNonQueryAsync(timeout.Token).ConfigureAwait(false);
    }
}
