using System.Diagnostics;
using System.Text;

namespace HmacKit.Cli.Tests.Listening;

/// <summary><c>hmackit listen</c> as a process, on free ports.</summary>
internal sealed class ListeningTool : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ListeningTool(Process process) => _process = process;

    public Uri Receives { get; private set; } = null!;

    public Uri Page { get; private set; } = null!;

    public static async Task<ListeningTool> StartAsync(string arguments)
    {
        // A process begun in the background of a script ignores Ctrl+C, and so would its children: this one listens to it in any case.
        Process process = Process.Start(new ProcessStartInfo("env", $"--default-signal=INT dotnet {Path.Combine(AppContext.BaseDirectory, "HmacKit.Cli.dll")} listen --port 0 --page-port 0 {arguments}")
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        var tool = new ListeningTool(process);
        tool.Receives = await tool.ReadUrlAsync("  receives  ");
        tool.Page = await tool.ReadUrlAsync("  page      ");
        return tool;
    }

    /// <summary>Reads on to a line that holds a text.</summary>
    public async Task ReadUntilAsync(string text)
    {
        string line;
        do
        {
            line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException($"It ended: {_output}");
            _output.Append(line).Append('\n');
        }
        while (!line.Contains(text, StringComparison.Ordinal));
    }

    /// <summary>Asks it to stop, as Ctrl+C does; returns what it has said.</summary>
    public async Task<string> StopAsync()
    {
        Process.Start("kill", ["-INT", $"{_process.Id}"]).Dispose();
        _output.Append(await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience));
        await _process.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(0, _process.ExitCode);
        return _output.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task<Uri> ReadUrlAsync(string label)
    {
        while (true)
        {
            string line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new InvalidOperationException($"It ended: {_output}");
            _output.Append(line).Append('\n');
            if (line.StartsWith(label, StringComparison.Ordinal))
            {
                return new Uri(line[label.Length..]);
            }
        }
    }
}
