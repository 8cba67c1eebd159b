using HmacKit.Samples.Tests.Processes;
using HmacKit.Samples.Tests.Providers;

namespace HmacKit.Samples.Tests.PartnerClient;

/// <summary>HmacKit's client against HmacKit's host, both as they are started by hand.</summary>
public class PartnerClientTests(ProviderProcess providers) : IClassFixture<ProviderProcess>
{
    [Fact]
    public async Task Every_endpoint_of_every_API_answers()
    {
        using SampleProcess client = SampleProcess.Start("PartnerClient", "--base-url", providers.Address.AbsoluteUri);

        int exitCode = await client.ExitAsync();

        Assert.True(exitCode == 0, client.Output);
        Assert.Contains("Every call went well.", client.Output, StringComparison.Ordinal);
        Assert.All(["onering", "osaycore", "theone", "oort", "guide"], api => Assert.Contains("\n" + api + " ", "\n" + client.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Somebody_signs_in_with_a_browser_and_the_token_is_used_renewed_and_given_back()
    {
        using SampleProcess client = SampleProcess.Start("PartnerClient", "--base-url", providers.Address.AbsoluteUri, "--sign-in", "true");
        string line = await client.LineAsync(static line => line.StartsWith("Open http", StringComparison.Ordinal));
        await using Browser browser = await Browser.StartAsync();
        await browser.OpenAsync(new Uri(line["Open ".Length..]));
        await browser.ClickAsync("#allow");
        Assert.Contains("You may close this page.", await browser.SourceAsync(static source => source.Contains("close", StringComparison.Ordinal)), StringComparison.Ordinal);

        int exitCode = await client.ExitAsync();

        Assert.True(exitCode == 0, client.Output);
        Assert.Equal(5, client.Output.Split('\n').Count(static line => line.Contains(" ok ", StringComparison.Ordinal)));
        Assert.Contains("the token opens nothing any more", client.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_wrong_secret_the_calls_fail_and_the_exit_code_says_so()
    {
        using SampleProcess client = SampleProcess.Start(
            "PartnerClient", "--base-url", providers.Address.AbsoluteUri, "--HmacKit:theone:Keys:test_key_1:Secret", "not_the_secret");

        int exitCode = await client.ExitAsync();

        Assert.Equal(1, exitCode);
        string[] failed = [.. client.Output.Split('\n').Where(line => line.Contains(" FAILED ", StringComparison.Ordinal))];
        Assert.Equal(4, failed.Length);
        Assert.All(failed, line => Assert.Contains("theone", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_nobody_listens_every_call_fails_and_none_ends_the_program()
    {
        using SampleProcess client = SampleProcess.Start("PartnerClient", "--base-url", "http://127.0.0.1:1");

        Assert.Equal(1, await client.ExitAsync());
        Assert.Contains("Not every call went well", client.Output, StringComparison.Ordinal);
    }
}
