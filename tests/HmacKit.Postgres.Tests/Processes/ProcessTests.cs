using System.Diagnostics;
using System.Globalization;
using HmacKit.Postgres.Tests.Servers;

namespace HmacKit.Postgres.Tests.Processes;

[Collection(PostgresTests.Name)]
public sealed class ProcessTests(PostgresServer server)
{
    [Fact]
    public async Task Of_20_000_nonces_that_four_processes_with_clocks_ten_seconds_apart_claim_at_once_each_is_accepted_by_one()
    {
        const int Nonces = 20_000;
        await using TestSchema schema = await TestSchema.CreateAsync(server);
        Process[] processes = [.. new[] { 0, 10, 0, 10 }.Select(ahead => Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(ClaimProgram).Assembly.Location, server.ConnectionString, schema.Name, Text(Nonces), Text(ahead)])
        {
            RedirectStandardOutput = true,
        })!)];
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

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
