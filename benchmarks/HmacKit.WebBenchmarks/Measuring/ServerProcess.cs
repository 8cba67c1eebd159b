using System.Diagnostics;
using System.Globalization;

namespace HmacKit.WebBenchmarks;

/// <summary>What a server has used since it started.</summary>
internal readonly record struct Counters(TimeSpan Cpu, long AllocatedBytes);

/// <summary>A pipeline's server in a process of its own, so that none's JIT or garbage collector sees another's work.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http = new();

    private ServerProcess(Pipeline pipeline, Process process, Uri address)
    {
        Pipeline = pipeline;
        _process = process;
        Address = address;
    }

    public Pipeline Pipeline { get; }

    public Uri Address { get; }

    /// <summary>Starts it; on the processor <paramref name="cpu"/> alone, if one is named, and from another build of this program, if there is one.</summary>
    public static async Task<ServerProcess> StartAsync(Pipeline pipeline, int? cpu, string? program = null, string environment = "Production")
    {
        string own = Path.Combine(AppContext.BaseDirectory, $"{typeof(ServerProcess).Assembly.GetName().Name}.dll");
        string[] start = program is not null ? [program]
            : Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.ProcessPath!, own]
            : [Environment.ProcessPath!];
        string[] command = [.. start, "serve", pipeline.Name];
        if (cpu is { } number)
        {
            command = ["taskset", "-c", number.ToString(CultureInfo.InvariantCulture), .. command];
        }

        var info = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        info.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        Process process = Process.Start(info)!;
        string address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"The server '{pipeline.Name}' didn't start.");
        return new ServerProcess(pipeline, process, new Uri(address));
    }

    public async Task<Counters> ReadCountersAsync()
    {
        string[] values = (await _http.GetStringAsync(new Uri(Address, PipelineServer.CountersPath))).Split(' ');
        return new Counters(
            TimeSpan.FromTicks(long.Parse(values[0], CultureInfo.InvariantCulture)), long.Parse(values[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _http.Dispose();
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
