using HmacKit.Contracts;
using HmacKit.Postgres.Tests.Servers;

namespace HmacKit.Postgres.Tests.Audit;

[Collection(PostgresTests.Name)]
public sealed class PostgresAuditStoreTests(PostgresServer server) : AuditStoreContract, IAsyncLifetime
{
    private TestSchema _schema = null!;

    public async Task InitializeAsync() => _schema = await TestSchema.CreateAsync(server);

    public async Task DisposeAsync() => await _schema.DisposeAsync();

    protected override Task<AuditStore> CreateStoreAsync() => Task.FromResult<AuditStore>(new PostgresAuditStore(_schema.DataSource, _schema.Options()));
}
