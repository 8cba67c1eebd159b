using System.Diagnostics;
using System.Globalization;
using HmacKit.Sqlite.Tests.Database;

namespace HmacKit.Sqlite.Tests.Processes;

/// <summary>Several processes with one file, and one that is killed while it writes.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly DatabaseFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task What_a_process_had_accepted_before_it_was_killed_is_refused_afterwards()
    {
        var accepted = new List<int>();
        for (int round = 1; round <= 3; round++)
        {
            using Process process = Start(1_000_000);
            for (int i = 0; i < 300 * round; i++)
            {
                accepted.Add(int.Parse((await process.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture));
            }

            process.Kill();

            // What it had said before it died counts too.
            while (await process.StandardOutput.ReadLineAsync() is { } line && int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                accepted.Add(number);
            }

            await process.WaitForExitAsync();
        }

        Assert.Equal(accepted.Count, accepted.Distinct().Count());
        await using var store = new SqliteReplayStore(_file.Path);
        Assert.All(await Task.WhenAll(accepted.Select(number => store.TryAddAsync(ClaimProgram.Claim(number)).AsTask())), outcome => Assert.Equal(ReplayOutcome.Seen, outcome));
    }

    [Fact]
    public async Task Of_nonces_that_three_processes_claim_at_once_each_is_accepted_by_one()
    {
        const int Nonces = 20_000;
        Process[] processes = [.. Enumerable.Range(0, 3).Select(_ => Start(Nonces))];
        string[] said = await Task.WhenAll(processes.Select(process => process.StandardOutput.ReadToEndAsync()));
        foreach (Process process in processes)
        {
            await process.WaitForExitAsync();
            Assert.Equal(0, process.ExitCode);
            process.Dispose();
        }

        int[] accepted = [.. said.SelectMany(text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).Order()];
        Assert.Equal(Enumerable.Range(0, Nonces), accepted);
    }

    private Process Start(int nonces) => Process.Start(new ProcessStartInfo(
        "dotnet", [typeof(ClaimProgram).Assembly.Location, _file.Path, nonces.ToString(CultureInfo.InvariantCulture)])
    {
        RedirectStandardOutput = true,
    })!;
}
