using System.Diagnostics;

namespace HmacKit.Samples.Tests.Processes;

/// <summary>A sample as a person starts it: a process of its own, with its own settings file.</summary>
internal sealed class SampleProcess : IDisposable
{
    private const string Listening = "Now listening on: ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly List<(Func<string, bool> Matches, TaskCompletionSource<string> Found)> _waiting = [];

    private SampleProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>All that the sample has written.</summary>
    public string Output
    {
        get
        {
            lock (_lock)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public static SampleProcess Start(string sample, params string[] arguments) => Start(sample, new Dictionary<string, string>(), arguments);

    /// <summary>Starts it with variables of its environment.</summary>
    public static SampleProcess Start(string sample, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        // The tests' own folder is bin/CONFIGURATION/net10.0, and so is the sample's.
        string[] build = [.. AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)[^2..]];
        string program = RepositoryFiles.PathOf(["samples", sample, "bin", .. build, sample + ".dll"]);
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(program)!,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new SampleProcess(Process.Start(start)!);
    }

    /// <summary>Starts a sample that is a server, on a free loopback port.</summary>
    public static Task<(SampleProcess Process, Uri Address)> StartServerAsync(string sample, params string[] arguments) =>
        StartServerAsync(sample, new Dictionary<string, string>(), arguments);

    /// <inheritdoc cref="StartServerAsync(string, string[])"/>
    public static async Task<(SampleProcess Process, Uri Address)> StartServerAsync(
        string sample, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        SampleProcess process = Start(sample, environment, ["--urls", "http://127.0.0.1:0", .. arguments]);
        try
        {
            string line = await process.LineAsync(static line => line.Contains(Listening, StringComparison.Ordinal));
            return (process, new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..]));
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>The first line, written before or after this call, that matches.</summary>
    public async Task<string> LineAsync(Func<string, bool> matches)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_lines.Find(line => matches(line)) is { } line)
            {
                return line;
            }

            _waiting.Add((matches, found));
        }

        try
        {
            return await found.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The line never came. What came:\n{Output}");
        }
    }

    /// <summary>Waits for its end and returns the exit code.</summary>
    public async Task<int> ExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>Ends it at once, as <c>kill -9</c> does.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lock)
        {
            _lines.Add(line);
            foreach ((Func<string, bool> matches, TaskCompletionSource<string> found) in _waiting)
            {
                if (matches(line))
                {
                    found.TrySetResult(line);
                }
            }
        }
    }
}
