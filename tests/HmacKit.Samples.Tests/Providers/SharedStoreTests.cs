using System.Net;
using System.Security.Cryptography;
using HmacKit.Testing;
using Microsoft.Data.Sqlite;

namespace HmacKit.Samples.Tests.Providers;

/// <summary>What two hosts with one store have in common.</summary>
public class SharedStoreTests
{
    [Fact]
    public async Task With_a_file_a_nonce_counts_for_all_hosts_and_an_issued_key_outlives_a_restart()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("hmackit-test-").FullName, "hmackit.db");
        (string, string?)[] store = [("store", "sqlite"), ("store-connection", path)];
        Answer created;
        await using (ProviderApp first = await StartAsync(store))
        {
            created = await first.BearerAsync("YOUR_BROKER_TOKEN", "POST", "/broker/v1/keys", """{"name":"Key","permissions":["read"]}""");
            Assert.Equal(201, created.Status);
            await AssertNonceCountsOnceAsync(first, store);
        }

        await using ProviderApp restarted = await StartAsync(store);
        Answer balances = await restarted.SignedAsync(SchemeCatalog.TheOne, created["api_key"]!, created["secret"]!, "GET", "/api/v1/balances");
        Assert.Equal(200, balances.Status);
    }

    /// <summary>Somebody can write to the file and doesn't have the protection key.</summary>
    [Theory]
    [InlineData("scopes = replace(scopes, 'read', 'trade')")]
    [InlineData("owner = 'test_account_1'")]
    [InlineData("tier = 'enterprise'")]
    public async Task A_key_whose_rights_were_edited_in_the_file_is_refused(string edit)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("hmackit-test-").FullName, "hmackit.db");
        (string, string?)[] store = [("store", "sqlite"), ("store-connection", path)];
        Answer created;
        await using (ProviderApp first = await StartAsync(store))
        {
            created = await first.BearerAsync("YOUR_BROKER_TOKEN", "POST", "/broker/v1/keys", """{"name":"Key","permissions":["read"]}""");
        }

        using (var file = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            file.Open();
            using SqliteCommand command = file.CreateCommand();
            command.CommandText = $"UPDATE credential SET {edit}";
            Assert.Equal(1, command.ExecuteNonQuery());
        }

        await using ProviderApp restarted = await StartAsync(store);
        Answer balances = await restarted.SignedAsync(SchemeCatalog.TheOne, created["api_key"]!, created["secret"]!, "GET", "/api/v1/balances");
        Assert.Equal(401, balances.Status);
        Assert.Contains(restarted.Log.Entries, entry => entry.EventId == 1101);
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_said_at_start_up()
    {
        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(("store", "mongo")));
        Assert.Contains("--store takes memory", exception.Message, StringComparison.Ordinal);
    }

    private static async Task AssertNonceCountsOnceAsync(ProviderApp first, (string, string?)[] store)
    {
        await using ProviderApp second = await StartAsync(store);
        var values = new SigningValues { Time = first.Clock.GetUtcNow(), Nonce = NewNonce() };
        Assert.Equal(HttpStatusCode.OK, await BalancesAsync(first, values));
        Assert.Equal(HttpStatusCode.Unauthorized, await BalancesAsync(second, values));
        Assert.Equal(HttpStatusCode.OK, await BalancesAsync(second, values with { Nonce = NewNonce() }));
    }

    private static async Task<HttpStatusCode> BalancesAsync(ProviderApp app, SigningValues values)
    {
        using HttpRequestMessage request = SchemeCatalog.TheOne.SignForTest(
            new HttpRequestMessage(HttpMethod.Get, new Uri(app.Http.BaseAddress!, "/api/v1/balances")),
            ProviderApp.RingOf(SchemeCatalog.TheOne, "test_key_1", "test_secret_1"),
            values);
        using HttpResponseMessage response = await app.Http.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>A host whose clock stands at the time of now.</summary>
    private static Task<ProviderApp> StartAsync(params (string, string?)[] settings) => ProviderApp.StartAsync(TimeProvider.System.GetUtcNow(), settings);

    private static string NewNonce() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
