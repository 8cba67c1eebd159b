using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HmacKit.Soak;

/// <summary>A sample in a process of its own, on a port that it keeps when it is killed and started again.</summary>
internal sealed class SampleHost : IDisposable
{
    // On a machine with other work a start that takes a second may take a hundred times as long.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _sample;
    private readonly string[] _arguments;
    private readonly Dictionary<string, string> _environment;
    private readonly ConcurrentDictionary<string, int> _complaints = new();
    private Process _process;

    private SampleHost(string sample, string[] arguments, Dictionary<string, string> environment)
    {
        _sample = sample;
        _arguments = arguments;
        _environment = environment;
        Port = FreePort();
        _process = Run();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
    }

    public int Port { get; }

    public int Id => _process.Id;

    /// <summary>How often which warning or error stands in its log, by level, category and number.</summary>
    public IReadOnlyDictionary<string, int> Complaints => _complaints;

    public bool HasExited => _process.HasExited;

    public IPEndPoint EndPoint => new(IPAddress.Loopback, Port);

    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>Starts samples/SAMPLE, of the same configuration as this program, and waits until it listens.</summary>
    public static async Task<SampleHost> StartAsync(string sample, string[] arguments, Dictionary<string, string>? environment = null)
    {
        var host = new SampleHost(sample, arguments, environment ?? []);
        await host.ListensAsync();
        return host;
    }

    /// <summary>A port that nobody listens at now.</summary>
    public static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    /// <summary>Ends it with SIGKILL and starts it again on its port.</summary>
    public async Task KillAndRestartAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = Run();
        await ListensAsync();
    }

    public void Dispose() => End();

    private void End()
    {
        try
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }
        catch (InvalidOperationException)
        {
            // It has been disposed of before.
        }
    }

    private Process Run()
    {
        // bin/CONFIGURATION/net10.0 of this program, and of the sample.
        string[] build = [.. AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)[^2..]];
        string repository = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));
        string program = Path.Combine([repository, "samples", _sample, "bin", .. build, _sample + ".dll"]);
        if (!File.Exists(program))
        {
            throw new FileNotFoundException($"{program} isn't there: dotnet build samples/{_sample} -c Release.");
        }

        string[] quiet = ["--Logging:LogLevel:Default", "Warning", "--Logging:LogLevel:Microsoft", "Warning"];
        var start = new ProcessStartInfo("dotnet", [program, "--urls", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}"), .. quiet, .. _arguments])
        {
            WorkingDirectory = Path.GetDirectoryName(program)!,
            RedirectStandardOutput = true,
        };
        foreach ((string name, string value) in _environment)
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        return process;
    }

    /// <summary>Counts entries of the log by level and category: "warn: Category[2004]".</summary>
    private void Take(string? line)
    {
        if (line is ['w' or 'f' or 'c', 'a' or 'r', 'r' or 'i', _, ':', ' ', ..])
        {
            _complaints.AddOrUpdate(line, 1, static (_, count) => count + 1);
        }
    }

    private async Task ListensAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!patience.IsCancellationRequested && !_process.HasExited)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(EndPoint, patience.Token);
                return;
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException)
            {
                await Task.Delay(20);
            }
        }

        throw new InvalidOperationException($"{_sample} didn't start.");
    }
}
