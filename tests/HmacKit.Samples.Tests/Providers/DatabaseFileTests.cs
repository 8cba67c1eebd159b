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

    public void Dispose() => _folder.Delete(recursive: true);
}
