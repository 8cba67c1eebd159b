namespace HmacKit.Samples.Tests.Providers;

/// <summary>The files have accounts and credentials in them.</summary>
public sealed class DatabaseFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hmackit-databases-");

    [Fact]
    public async Task The_databases_are_readable_by_their_owner_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string accounts = Path.Combine(_folder.FullName, "providers.db");
        string keys = Path.Combine(_folder.FullName, "hmackit.db");
        await using ProviderApp app = await ProviderApp.StartAsync(("Store:Path", accounts), ("store", "sqlite"), ("store-connection", keys));
        Assert.Equal(200, (await app.TheOneAsync("GET", "/api/v1/balances")).Status);
        string[] files = Directory.GetFiles(_folder.FullName);
        Assert.Contains(accounts, files);
        Assert.Contains(keys, files);
        foreach (string file in files)
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task What_is_deleted_stays_deleted_when_the_host_starts_again_and_all_else_is_there()
    {
        string path = Path.Combine(_folder.FullName, "providers.db");
        string[] deleted = ["/guide/customers/cus_002", "/guide/products/sku_045", "/sandbox/guide/orders/ord_test"];
        string[] kept = ["/guide/customers/cus_001", "/guide/products/sku_044"];
        await using (ProviderApp first = await ProviderApp.StartAsync(("Store:Path", path)))
        {
            foreach (string target in deleted)
            {
                Assert.Equal(204, (await SendAsync(first, "DELETE", target)).Status);
            }
        }

        await using ProviderApp again = await ProviderApp.StartAsync(("Store:Path", path));
        Assert.All(deleted, target => Assert.Equal(404, SendAsync(again, "GET", target).Result.Status));
        Assert.All(kept, target => Assert.Equal(200, SendAsync(again, "GET", target).Result.Status));
    }

    private static Task<Answer> SendAsync(ProviderApp app, string method, string target) => app.SendAsync(
        method, target, null, ("X-API-Key", target.StartsWith("/sandbox", StringComparison.Ordinal) ? "your_sandbox_api_key_here" : "your_api_key_here"), ("If-Match", "*"));

    public void Dispose() => _folder.Delete(recursive: true);
}
