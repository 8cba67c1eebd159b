using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace HmacKit.Postgres;

/// <summary>What <c>UsePostgres</c> makes.</summary>
internal sealed class PostgresStores(Func<NpgsqlDataSource> create, bool isOwner, PostgresOptions options, IServiceProvider services)
    : SharedStores("postgres", options, services)
{
    private readonly Lazy<NpgsqlDataSource> _dataSource = new(create);

    protected override Task<HealthCheckResult> CheckAsync(CancellationToken cancellationToken) =>
        new PostgresHealth(_dataSource.Value, options).FindAsync(cancellationToken);

    protected override IReplayStore CreateReplayStore() => new PostgresReplayStore(_dataSource.Value, options, Logger);

    protected override CredentialStore CreateCredentialStore() => new PostgresCredentialStore(_dataSource.Value, options);

    protected override KeyChanges CreateKeyChanges() => new PostgresKeyChanges(_dataSource.Value, options, Logger);

    protected override ValueTask DisposeOwnAsync() => isOwner && _dataSource.IsValueCreated ? _dataSource.Value.DisposeAsync() : default;
}
