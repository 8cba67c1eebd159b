using HmacKit.Contracts;
using HmacKit.Postgres.Tests.Servers;

namespace HmacKit.Postgres.Tests.Credentials;

[Collection(PostgresTests.Name)]
public sealed class PostgresCredentialStoreContractTests(PostgresServer server) : CredentialStoreContract, IAsyncLifetime
{
    private TestSchema _schema = null!;

    protected override ValueTask<CredentialStore> CreateStoreAsync() => new(new PostgresCredentialStore(_schema.DataSource, _schema.Options()));

    public async Task InitializeAsync() => _schema = await TestSchema.CreateAsync(server);

    public async Task DisposeAsync() => await _schema.DisposeAsync();
}
