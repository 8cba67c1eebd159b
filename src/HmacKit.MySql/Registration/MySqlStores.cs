using Microsoft.Extensions.Diagnostics.HealthChecks;
using MySqlConnector;

namespace HmacKit.MySql;

/// <summary>What <c>UseMySql</c> makes.</summary>
internal sealed class MySqlStores(Func<MySqlDataSource> create, bool isOwner, MySqlOptions options, IServiceProvider services)
    : SharedStores("mysql", options, services)
{
    private readonly Lazy<MySqlDataSource> _dataSource = new(create);

    protected override Task<HealthCheckResult> CheckAsync(CancellationToken cancellationToken) => MySqlHealth.FindAsync(_dataSource.Value, options, cancellationToken);

    protected override IReplayStore CreateReplayStore() => new MySqlReplayStore(_dataSource.Value, options, Logger);

    protected override CredentialStore CreateCredentialStore() => new MySqlCredentialStore(_dataSource.Value, options);

    protected override KeyChanges CreateKeyChanges() => new MySqlKeyChanges(_dataSource.Value, options, Logger);

    protected override ValueTask DisposeOwnAsync() => isOwner && _dataSource.IsValueCreated ? _dataSource.Value.DisposeAsync() : default;
}
