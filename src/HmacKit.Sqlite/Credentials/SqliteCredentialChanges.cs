using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HmacKit.Sqlite;

/// <summary>
/// Looks four times a second whether credentials in the file were changed, and makes a cache forget everything then: a key that
/// was revoked by another process, or by hand in the file, is dead here too. If it can't look, the cache forgets as well.
/// </summary>
public sealed class SqliteCredentialChanges : IDisposable
{
    /// <summary>How often it looks: every 250 ms.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly SqliteFile _file;
    private readonly CachedCredentialStore _cache;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private long? _changes;
    private bool _isLogged;

    /// <summary>Begins to look.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cache">What has to forget.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <param name="logger">Where it is logged that it couldn't look; nowhere by default.</param>
    /// <exception cref="ArgumentException">There can't be such a file, or a setting isn't as it should be.</exception>
    /// <exception cref="InvalidOperationException">The file can't be used; the message says why.</exception>
    public SqliteCredentialChanges(string path, CachedCredentialStore cache, SqliteOptions? options = null, ILogger<SqliteCredentialChanges>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(cache);
        options ??= new SqliteOptions();
        _file = new SqliteFile(path, options);
        _cache = cache;
        _logger = logger ?? NullLogger<SqliteCredentialChanges>.Instance;
        _timer = options.TimeProvider.CreateTimer(static changes => ((SqliteCredentialChanges)changes!).Look(), this, TimeSpan.Zero, Interval);
    }

    /// <summary>Stops looking.</summary>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        // Whoever comes while somebody looks leaves it to him.
        if (!_gate.TryEnter())
        {
            return;
        }

        try
        {
            using SqliteConnection connection = _file.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "SELECT changes FROM state";
            long changes = (long)command.ExecuteScalar()!;
            if (changes != _changes)
            {
                _changes = changes;
                _cache.InvalidateAll();
            }

            _isLogged = false;
        }
        catch (Exception exception)
        {
            _cache.InvalidateAll();
            if (!_isLogged)
            {
                _isLogged = true;
                Log.ChangesNotSeen(_logger, exception, _file.Path);
            }
        }
        finally
        {
            _gate.Exit();
        }
    }
}
