using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HmacKit.TestFixtures;

/// <summary>
/// A server program of a test's own: on a free loopback port, in a temporary folder, and gone with the test. It is ended by its
/// process id, at the latest when the test run ends.
/// </summary>
public sealed class ServerProgram : IAsyncDisposable
{
    private const int Attempts = 5;

    private readonly string _program;
    private readonly Func<int, string, IEnumerable<string>> _arguments;
    private Process _process;

    private ServerProgram(string program, Func<int, string, IEnumerable<string>> arguments, int port, string folder)
    {
        _program = program;
        _arguments = arguments;
        Port = port;
        Folder = folder;
        _process = Run();
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    public int Port { get; }

    public string Folder { get; }

    /// <summary>Starts a program and waits until it listens; once more on another port if somebody took the first in between.</summary>
    /// <param name="program">Its name on the PATH.</param>
    /// <param name="arguments">Its arguments, given the port and the folder.</param>
    public static async Task<ServerProgram> StartAsync(string program, Func<int, string, IEnumerable<string>> arguments)
    {
        for (int attempt = 1; ; attempt++)
        {
            string folder = Directory.CreateTempSubdirectory($"hmackit-{program}-").FullName;
            var server = new ServerProgram(program, arguments, FreePort(), folder);
            if (await server.ListensAsync())
            {
                return server;
            }

            await server.DisposeAsync();
            if (attempt == Attempts)
            {
                throw new InvalidOperationException($"{program} didn't start.");
            }
        }
    }

    /// <summary>Ends it at once, as kill -9 does.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }

    /// <summary>Starts it again on its port and in its folder.</summary>
    public async Task RestartAsync()
    {
        _process = Run();
        Assert.True(await ListensAsync(), $"{_program} didn't start again.");
    }

    /// <summary>Stops it from running until <see cref="Resume"/>; its connections stay.</summary>
    public void Pause() => Signal("-STOP");

    public void Resume() => Signal("-CONT");

    public ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        End();
        return ValueTask.CompletedTask;
    }

    /// <summary>A port that nobody listens at now.</summary>
    public static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private void OnExit(object? sender, EventArgs e) => End();

    private void End()
    {
        Kill();
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private Process Run() => Process.Start(new ProcessStartInfo(_program, _arguments(Port, Folder)) { WorkingDirectory = Folder })!;

    private void Signal(string signal)
    {
        using Process kill = Process.Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    private async Task<bool> ListensAsync()
    {
        for (var patience = TimeSpan.FromSeconds(20); patience > TimeSpan.Zero && !_process.HasExited; patience -= TimeSpan.FromMilliseconds(20))
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20));
            }
        }

        return false;
    }
}
