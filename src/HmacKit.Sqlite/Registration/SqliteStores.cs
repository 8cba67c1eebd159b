using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HmacKit.Sqlite;

/// <summary>What <c>UseSqlite</c> makes. The file is opened, or made, with it: it is there or it isn't.</summary>
internal sealed class SqliteStores(string path, SqliteOptions options, IServiceProvider services) : SharedStores("sqlite", options, services)
{
    private readonly SqliteFile _file = new(path, options);

    // SQLite works synchronously.
    protected override Task<HealthCheckResult> CheckAsync(CancellationToken cancellationToken) => Task.Run(() => SqliteHealth.Find(_file), cancellationToken);

    protected override IReplayStore CreateReplayStore() => new SqliteReplayStore(_file, options);

    protected override CredentialStore CreateCredentialStore() => new SqliteCredentialStore(_file);

    protected override KeyChanges CreateKeyChanges() => new SqliteKeyChanges(_file, options, Logger);
}
