using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using HmacKit.Testing;

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

    [Fact]
    public async Task With_Redis_nonces_and_budgets_count_for_all_hosts()
    {
        int port = FreePort();
        var start = new ProcessStartInfo("redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        using Process server = Process.Start(start)!;
        try
        {
            while (await server.StandardOutput.ReadLineAsync() is { } line && !line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
            }

            (string, string?)[] store = [("store", "redis"), ("store-connection", $"127.0.0.1:{port}")];
            await using ProviderApp first = await StartAsync(store);
            await AssertNonceCountsOnceAsync(first, store);
            await using ProviderApp second = await StartAsync(store);
            await first.BearerAsync("osk_test_free", "GET", "/v1/external/me");
            Answer me = await second.BearerAsync("osk_test_free", "GET", "/v1/external/me");
            Assert.InRange(int.Parse(me.Header("X-RateLimit-Remaining")), 0, 98);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
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

    /// <summary>
    /// A host whose clock stands at the time of now, since a server has a clock of its own, and a little after: a Redis that
    /// is new refuses what was signed before it was, as far as clocks can differ.
    /// </summary>
    private static async Task<ProviderApp> StartAsync(params (string, string?)[] settings)
    {
        ProviderApp app = await ProviderApp.StartAsync(settings);
        app.Clock.SetUtcNow(TimeProvider.System.GetUtcNow().AddSeconds(20));
        return app;
    }

    private static string NewNonce() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
