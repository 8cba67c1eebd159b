using HmacKit.Cli.Tests.Processes;
using HmacKit.Samples.Tests.Providers;

namespace HmacKit.Cli.Tests.Listening;

/// <summary>The built tool as a person uses it: one terminal listens, the other one sends, and the page is in a browser.</summary>
public sealed class ListenTests : IDisposable
{
    private const string Secret = "whsec_correct-horse-battery-staple";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hmackit-listen-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Of the three commands the first one is <c>dotnet tool install</c>, which build/pack-proof.sh runs before these two.</summary>
    [Fact]
    public async Task Three_commands_lead_from_nothing_to_a_proven_cause_in_the_browser()
    {
        await using ListeningTool tool = await ListeningTool.StartAsync($"--scheme stripe --secret {Secret}");
        (int exitCode, string output, string error) = Tool.TryRun($"hmackit send --scheme stripe --secret {Secret} --wrong body {tool.Receives}");
        Assert.Equal((1, ""), (exitCode, error));
        Assert.StartsWith("401 in ", output, StringComparison.Ordinal);

        await using Browser browser = await Browser.StartAsync();
        await browser.OpenAsync(tool.Page);
        await browser.WaitForAsync("return document.getElementById('detail').dataset.id === '1'");
        string detail = (await browser.RunAsync("return document.getElementById('detail').innerText")).GetString()!;
        Assert.Contains("body_json_spaced", detail, StringComparison.Ordinal);
        Assert.Contains("Turn the data into JSON once", detail, StringComparison.Ordinal);
        await tool.ReadUntilAsync("POST / signature_mismatch body_json_spaced 401");
    }

    [Fact]
    public async Task A_stop_is_in_order_and_the_history_is_there_the_next_time_without_the_secret()
    {
        string store = Path.Combine(_folder.FullName, "history.db");
        await using (ListeningTool tool = await ListeningTool.StartAsync($"--scheme gitlab --secret {Secret} --store {store}"))
        {
            Assert.Equal(0, Tool.TryRun($"hmackit send --scheme gitlab --secret {Secret} --repeat 3 {tool.Receives}").ExitCode);
            await tool.ReadUntilAsync("valid");
            await tool.ReadUntilAsync("valid");
            await tool.ReadUntilAsync("valid");
            string output = await tool.StopAsync();
            Assert.DoesNotContain(Secret, output, StringComparison.Ordinal);
        }

        foreach (FileInfo file in _folder.GetFiles())
        {
            Assert.DoesNotContain(Secret, File.ReadAllText(file.FullName), StringComparison.Ordinal);
        }

        await using ListeningTool again = await ListeningTool.StartAsync($"--scheme gitlab --secret {Secret} --store {store}");
        using var http = new HttpClient();
        Assert.Equal("[3,2,1]", await http.GetStringAsync(new Uri(again.Page, "api/ids")));
    }

    [Theory]
    [InlineData("time", "timestamp_too_old")]
    [InlineData("key", "signature_mismatch")]
    public async Task What_is_wrong_on_purpose_is_found(string wrong, string status)
    {
        await using ListeningTool tool = await ListeningTool.StartAsync($"--scheme stripe --secret {Secret}");
        Tool.TryRun($"hmackit send --scheme stripe --secret {Secret} --wrong {wrong} {tool.Receives}");
        await tool.ReadUntilAsync(status);
    }

    [Theory]
    [InlineData("listen --secret 0123456789abcdef", "--scheme is missing")]
    [InlineData("listen --scheme stripe --secret 0123456789abcdef --forward ftp://localhost/", "--forward is an http or https URL")]
    [InlineData("listen --scheme stripe --secret 0123456789abcdef --forward http://localhost:4319/", "to the inspector itself")]
    [InlineData("listen --scheme stripe --secret 0123456789abcdef --port 70000", "--port is a whole number")]
    [InlineData("listen --scheme stripe --secret 0123456789abcdef --store /nowhere/at/all", "can't be kept")]
    [InlineData("send --scheme stripe --secret 0123456789abcdef", "name the URL")]
    [InlineData("send --scheme stripe --secret 0123456789abcdef /hooks", "absolute")]
    [InlineData("send --scheme github --secret 0123456789abcdef --wrong time http://localhost/", "signs no time")]
    [InlineData("send --scheme gitlab --secret 0123456789abcdef --wrong body http://localhost/", "doesn't sign the body")]
    public void Wrong_use_is_said_in_one_line(string command, string expected) =>
        Assert.Contains(expected, CommandRun.Of(command.Split(' ')).AssertWrongUse(), StringComparison.Ordinal);
}
