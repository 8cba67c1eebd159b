using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HmacKit.Sqlite;

/// <summary>What <c>UseSqlite</c> makes: all of it when it is first asked for, since a file is there or it isn't.</summary>
internal sealed class SqliteStores : IDisposable
{
    private readonly SqliteReplayStore _replay;
    private readonly SqliteCredentialChanges _changes;

    public SqliteStores(string path, Action<SqliteOptions>? configure, IServiceProvider services)
    {
        var options = new SqliteOptions { TimeProvider = services.GetRequiredService<TimeProvider>() };
        configure?.Invoke(options);
        ILoggerFactory loggers = services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        Logger = loggers.CreateLogger(Log.Category);
        _replay = new SqliteReplayStore(path, options);
        var guarded = new GuardedReplayStore(_replay, "sqlite", options.Outages, options.TimeProvider, Logger);
        Replay = new NearReplayStore(guarded, options.NearCapacity, options.TimeProvider);
        var cache = new CachedCredentialStore(new SqliteCredentialStore(path, options), options.CredentialCache);
        _changes = new SqliteCredentialChanges(path, cache, options, loggers.CreateLogger<SqliteCredentialChanges>());
        Credentials = cache;
        Health = new SqliteHealthCheck(new SqliteFile(path, options), options, guarded);
    }

    public ILogger Logger { get; }

    public IReplayStore Replay { get; }

    public CredentialStore Credentials { get; }

    public SqliteHealthCheck Health { get; }

    public void Dispose()
    {
        _changes.Dispose();
        _replay.Dispose();
    }
}
