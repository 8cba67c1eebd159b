using System.Net;
using HmacKit.Redis.Tests.Servers;

namespace HmacKit.Samples.Tests.Fleet;

/// <summary>Several processes and one Redis that keeps nothing on disk: killed, it starts empty.</summary>
public sealed class RedisFleetTests : FleetContract
{
    private RedisServer? _server;

    [Fact]
    public async Task Four_processes_grant_no_more_than_one_bucket_holds()
    {
        await using Fleet others = await StartHostsAsync();
        Fleet[] fleets = [Fleet, others];
        HttpStatusCode[] answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(i => fleets[i % 2].MeAsync(i / 2 % 2, "osk_test_free")));
        Assert.All(answers, static answer => Assert.Contains(answer, new[] { HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.ServiceUnavailable }));

        // 100 an hour: one more flows in every 36 seconds.
        Assert.InRange(answers.Count(static answer => answer == HttpStatusCode.OK), 1, 102);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
    }

    [Fact]
    public async Task A_store_that_stands_still_means_503_and_goes_on_where_it_was()
    {
        SigningValues used = Fleet.SignedNow();
        Assert.Equal(1, (await Fleet.AskTwoAsync(used)).Accepted);
        _server!.Pause();
        try
        {
            HttpStatusCode[] answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Fleet.AskAsync(i % 2, Fleet.SignedNow())));
            Assert.All(answers, static answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer));
            await Task.Delay(TimeSpan.FromSeconds(2));
        }
        finally
        {
            _server.Resume();
        }

        await Fleet.AcceptsAgainAsync();
        Assert.Equal(0, (await Fleet.AskTwoAsync(used)).Accepted);
    }

    private protected override async Task<Fleet> StartFleetAsync()
    {
        _server = await RedisServer.StartAsync();
        return await StartHostsAsync();
    }

    private protected override void KillStore() => _server!.Kill();

    private protected override Task RestartStoreAsync() => _server!.RestartAsync();

    private protected override async Task StopStoreAsync() => await _server!.DisposeAsync();

    private Task<Fleet> StartHostsAsync() => Fleet.StartAsync(2, "redis", _server!.ConnectionString);
}
