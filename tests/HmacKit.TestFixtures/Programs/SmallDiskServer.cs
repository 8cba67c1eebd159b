using System.Diagnostics;
using System.Globalization;

namespace HmacKit.TestFixtures;

/// <summary>
/// A PostgreSQL with a tablespace on a disk of a few MiB (a tmpfs), which can really be full: "No space left on device", SQLSTATE 53100. Its log is on another one, since a
/// PostgreSQL that can't write that ends itself, and that is tested with kills. Mounting takes root and Linux; without them <see cref="IsPossible"/> is false.
/// </summary>
public sealed class SmallDiskServer : IAsyncLifetime
{
    private const string Tablespace = "small";

    private readonly PostgresServer _server = new();
    private readonly string _disk = Directory.CreateTempSubdirectory("hmackit-small-disk-").FullName;

    /// <summary>Whether there is such a server here.</summary>
    public bool IsPossible { get; private set; }

    /// <summary>The server.</summary>
    public PostgresServer Server => _server;

    /// <summary>What stands behind the server's connection string so that tables are made on the small disk.</summary>
    public static string Settings => $"Options=-c default_tablespace={Tablespace}";

    private string Space => Path.Combine(_disk, "space");

    public async Task InitializeAsync()
    {
        if (!PostgresServer.IsInstalled || !OperatingSystem.IsLinux() || Environment.UserName != "root" || await RunAsync("mount", "-t", "tmpfs", "-o", "size=4m,mode=777", "none", _disk) != 0)
        {
            return;
        }

        IsPossible = true;
        await _server.InitializeAsync();
        Directory.CreateDirectory(Space);
        Assert.Equal(0, await RunAsync("chown", "postgres", Space));
    }

    /// <summary>The statement that makes the tablespace: the tests' own driver runs it.</summary>
    public string CreateTablespace => $"CREATE TABLESPACE {Tablespace} LOCATION '{Space}'";

    /// <summary>Makes the disk larger, as an operator would.</summary>
    public async Task ResizeAsync(int mebibytes) => Assert.Equal(0, await RunAsync("mount", "-o", string.Create(CultureInfo.InvariantCulture, $"remount,size={mebibytes}m"), _disk));

    public async Task DisposeAsync()
    {
        if (IsPossible)
        {
            await _server.DisposeAsync();
            Assert.Equal(0, await RunAsync("umount", _disk));
        }

        Directory.Delete(_disk, recursive: true);
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
