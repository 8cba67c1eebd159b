using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace HmacKit.Soak;

/// <summary>A Redis or PostgreSQL of the run's own, in a temporary folder and on a free loopback port.</summary>
internal sealed class StoreServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hmackit-soak-store-").FullName;
    private readonly int _port = SampleHost.FreePort();
    private Process? _redis;

    private StoreServer()
    {
    }

    /// <summary>The connection string of the PostgreSQL, or the address of the Redis.</summary>
    public string Connection => _redis is null
        ? string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres")
        : string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    private string Data => Path.Combine(_folder, "data");

    public static async Task<StoreServer> StartRedisAsync()
    {
        var server = new StoreServer();
        server._redis = Process.Start(new ProcessStartInfo("redis-server",
        [
            "--port", server._port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", server._folder, "--logfile", "redis.log", "--save", "", "--appendonly", "no",
        ]))!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.EndRedis();
        for (int attempts = 0; ; attempts++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", server._port);
                return server;
            }
            catch (SocketException) when (attempts < 500)
            {
                await Task.Delay(20);
            }
        }
    }

    public static async Task<StoreServer> StartPostgresAsync()
    {
        var server = new StoreServer();
        if (Environment.UserName == "root")
        {
            // The server refuses to run as root; Debian's package has made a user for it.
            await RunAsync("chown", "postgres", server._folder);
        }

        await RunAsServerAsync("initdb", "-D", server.Data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C");
        await RunAsServerAsync("pg_ctl", "start", "-D", server.Data, "-w", "-l", Path.Combine(server._folder, "log"), "-o",
            string.Create(CultureInfo.InvariantCulture, $"-p {server._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=500"));
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (_redis is null)
        {
            await RunAsServerAsync("pg_ctl", "stop", "-D", Data, "-m", "immediate", "-w");
        }
        else
        {
            EndRedis();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private void EndRedis()
    {
        if (!_redis!.HasExited)
        {
            _redis.Kill();
            _redis.WaitForExit();
        }
    }

    private static Task RunAsServerAsync(string program, params string[] arguments)
    {
        // Debian doesn't put them on the PATH.
        string path = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin", program)).First(File.Exists)
            : program;
        return Environment.UserName == "root" ? RunAsync("runuser", ["-u", "postgres", "--", path, .. arguments]) : RunAsync(path, arguments);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // The server inherits what its starter writes to: it mustn't be a pipe that somebody reads to its end.
        using Process process = Process.Start(new ProcessStartInfo("bash", ["-c", "exec \"$@\" </dev/null >/dev/null 2>&1", "bash", program, .. arguments]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }
}
