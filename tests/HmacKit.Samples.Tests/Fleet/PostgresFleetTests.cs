
namespace HmacKit.Samples.Tests.Fleet;

/// <summary>Two processes and one PostgreSQL, which remembers through a kill.</summary>
public sealed class PostgresFleetTests : FleetContract
{
    private readonly PostgresServer _server = new();

    private protected override async Task<Fleet> StartFleetAsync()
    {
        await _server.InitializeAsync();
        return await Fleet.StartAsync(2, "postgres", _server.ConnectionString);
    }

    private protected override void KillStore() => _server.Kill();

    private protected override Task RestartStoreAsync() => _server.StartAsync();

    private protected override Task StopStoreAsync() => _server.DisposeAsync();
}
