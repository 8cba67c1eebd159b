using System.Diagnostics;
using System.Text;
using QuickStart;

namespace HmacKit.Samples.Tests;

public class QuickStartTests
{
    public static TheoryData<string, Attempt> Attempts()
    {
        var data = new TheoryData<string, Attempt>();
        foreach (Api api in Api.All)
        {
            foreach (Attempt attempt in Enum.GetValues<Attempt>())
            {
                data.Add(api.Scheme.Name, attempt);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Attempts))]
    public async Task Kestrel_gives_a_request_over_a_real_socket_the_status_it_should_get(string scheme, Attempt attempt)
    {
        Api api = Api.All.Single(api => api.Scheme.Name == scheme);
        await using Server server = await Server.StartAsync();
        using var client = new Client(server.Address);

        Assert.Equal(api.Expect(attempt), await client.SendAsync(api, attempt));
    }

    [Theory]
    [InlineData("onering", 1)]
    [InlineData("osaycore", 2)]
    [InlineData("body", 3)]
    [InlineData("theone", 1)]
    [InlineData("oort", 2)]
    public void Only_what_the_vendor_left_out_is_accepted_beside_the_genuine_request(string scheme, int accepted)
    {
        Api api = Api.All.Single(api => api.Scheme.Name == scheme);
        Assert.Equal(accepted, Enum.GetValues<Attempt>().Count(attempt => api.Expect(attempt) == "valid"));
    }

    /// <summary>The server tells each caller the status, since that is what the quick start is about. Nothing else may get through.</summary>
    [Fact]
    public async Task Hostile_requests_find_no_more_than_that_the_quick_start_tells_the_cause()
    {
        await using Server server = await Server.StartAsync();
        foreach (Api api in Api.All)
        {
            var options = new HostileOptions { Method = new HttpMethod(api.Method), Body = Encoding.UTF8.GetBytes(api.Body), AnswersMayTellTheCause = true };
            HostileReport report = await HostileRequests.AimAsync(new Uri(server.Address, api.Target), api.Scheme, api.Ring, options);
            Assert.Equal(api.Scheme.HasKeyId ? ["answers/key-ids"] : [], report.Failures.Select(failure => failure.Name));
        }
    }

    [Fact]
    public async Task The_program_prints_the_table_and_exits_with_zero()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Api).Assembly.Location]) { RedirectStandardOutput = true };
        using Process program = Process.Start(start)!;
        string output = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();

        Assert.Equal(0, program.ExitCode);
        Assert.Contains("replayed", output);
        Assert.DoesNotContain("WRONG", output);
    }
}
