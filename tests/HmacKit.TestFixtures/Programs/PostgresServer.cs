using System.Diagnostics;
using System.Globalization;

namespace HmacKit.TestFixtures;

/// <summary>
/// A PostgreSQL of the tests' own: one for the test run, in a temporary folder, on a free loopback port, ended by its process
/// id. It doesn't wait for the disk (fsync is off), so it can be killed, but not the machine under it. Debian: <c>apt-get install postgresql</c>.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string Settings = """

        fsync = off
        max_connections = 120
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("hmackit-postgres-").FullName;
    private readonly int _port = ServerProgram.FreePort();

    /// <summary>How to connect as the superuser. Connections of the same text share a pool.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres;Timeout=10;Command Timeout=20;Include Error Detail=true";

    /// <summary>Whether its programs are there.</summary>
    public static bool IsInstalled => Find("initdb") is not null;

    private string Data => Path.Combine(_folder, "data");

    private static bool IsRoot => Environment.UserName == "root";

    public async Task InitializeAsync()
    {
        if (!IsInstalled)
        {
            return;
        }

        AppDomain.CurrentDomain.ProcessExit += (_, _) => Kill();
        if (IsRoot)
        {
            // The server refuses to run as root; Debian's package has made a user for it.
            await RunAsync("chown", "postgres", _folder);
        }

        await RunAsServerAsync("initdb", "-D", Data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync");
        await File.AppendAllTextAsync(Path.Combine(Data, "postgresql.conf"), Settings);
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (IsInstalled)
        {
            await RunAsServerAsync("pg_ctl", "stop", "-D", Data, "-m", "immediate", "-w");
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Starts the server and waits until it takes connections, after a recovery too.</summary>
    public Task StartAsync() => RunAsServerAsync(
        "pg_ctl", "start", "-D", Data, "-w", "-t", "60", "-l", Path.Combine(_folder, "log"), "-o", $"-p {_port}");

    /// <summary>Ends the server and everything that it has started at once, as kill -9 does.</summary>
    public void Kill()
    {
        if (ServerId() is { } server)
        {
            Process[] ended = [.. Children(server).Prepend(server).Select(FindProcess).OfType<Process>()];
            foreach (Process process in ended)
            {
                process.Kill();
            }

            foreach (Process process in ended)
            {
                process.WaitForExit(TimeSpan.FromSeconds(10));
                process.Dispose();
            }
        }
    }

    private static string Program(string name) =>
        Find(name) ?? throw new InvalidOperationException($"PostgreSQL's {name} isn't there: apt-get install postgresql.");

    /// <summary>The programs aren't on the PATH on Debian.</summary>
    private static string? Find(string name)
    {
        string[] folders =
        [
            .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator),
            .. Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(folder => Path.Combine(folder, "bin")) : [],
        ];
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    private Task RunAsServerAsync(string program, params string[] arguments) =>
        IsRoot ? RunAsync("runuser", ["-u", "postgres", "--", Program(program), .. arguments]) : RunAsync(Program(program), arguments);

    // Its output isn't redirected: the server inherits it, and a reader of it would wait until the server ends.
    private async Task RunAsync(string program, params string[] arguments)
    {
        string quoted = string.Join(' ', arguments.Prepend(program).Select(argument => $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'"));
        string output = Path.Combine(Path.GetTempPath(), Path.GetFileName(_folder) + ".out");
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", $"exec {quoted} </dev/null >>'{output}' 2>&1"]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        string said = await File.ReadAllTextAsync(output);
        File.Delete(output);
        Assert.True(process.ExitCode == 0, $"{quoted} failed:\n{said}");
    }

    private int? ServerId()
    {
        string file = Path.Combine(Data, "postmaster.pid");
        return File.Exists(file) ? int.Parse(File.ReadLines(file).First(), CultureInfo.InvariantCulture) : null;
    }

    private static IEnumerable<int> Children(int parent) =>
        from folder in Directory.GetDirectories("/proc")
        let id = int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0
        where id > 0 && ParentOf(id) == parent
        select id;

    private static int ParentOf(int id)
    {
        try
        {
            // "id (name) state parent …", and the name may hold anything.
            string stat = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // it has ended
        }
    }

    private static Process? FindProcess(int id)
    {
        try
        {
            return Process.GetProcessById(id);
        }
        catch (ArgumentException)
        {
            return null; // it has ended
        }
    }
}
