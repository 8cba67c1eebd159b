using Xunit.Abstractions;

namespace HmacKit.Samples.Tests.Interop;

/// <summary>An OAuth 2.0 client that isn't ours, npm's openid-client, goes through the guide's flows at the sample host.</summary>
public class OutsideOAuthClientTests(PrintedHost host, ITestOutputHelper output) : IClassFixture<PrintedHost>
{
    private static readonly string[] Expected =
    [
        "client credentials 200",
        "client credentials revoked 401",
        "code 200",
        "refresh 200",
        "refresh again invalid_grant",
        "public client with PKCE 200",
        "another verifier invalid_grant",
        "the user says no access_denied",
    ];

    [Fact]
    public async Task Openid_client_runs_all_flows()
    {
        string folder = RepositoryFiles.PathOf("tests", "interop", "oauth");
        if (!ProgramRun.IsInstalled("node") || !NodePackages.AreInstalled(folder))
        {
            output.WriteLine("Node or openid-client isn't installed: the flows weren't run.");
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "Node or openid-client isn't installed.");
            return;
        }

        ProgramRun run = await ProgramRun.StartAsync("node", ["flows.mjs", host.Address], folder: folder);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Equal(Expected, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
