using System.Collections.Concurrent;
using System.Net;

namespace HmacKit.Samples.Tests.Fleet;

/// <summary>What several processes of a host promise together, whichever store they share, also when that is killed.</summary>
[Collection(AloneCollection.Name)]
public abstract class FleetContract : IAsyncLifetime
{
    private const int Nonces = 10_000;
    private const int AtOnce = 16;

    private Fleet? _fleet;

    private protected Fleet Fleet => _fleet!;

    public async Task InitializeAsync()
    {
        _fleet = await StartFleetAsync();
        await _fleet.AcceptsAgainAsync();
    }

    public async Task DisposeAsync()
    {
        await _fleet!.DisposeAsync();
        await StopStoreAsync();
    }

    [Fact]
    public async Task Of_twenty_thousand_requests_two_of_each_nonce_one_of_each_is_accepted()
    {
        int accepted = 0;
        int signedAgain = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, Nonces), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, _) =>
        {
            Answers answers;
            while ((answers = await Fleet.AskTwoAsync(Fleet.SignedNow())).Accepted == 0)
            {
                // On a machine that is busy an answer may take longer than the store has time for. Then a client waits and signs anew.
                Assert.True(answers.IsUndecided, "Both instances refused a request that was new.");
                Interlocked.Increment(ref signedAgain);
                await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
            }

            Assert.Equal(1, answers.Accepted);
            Interlocked.Increment(ref accepted);
        });
        Assert.Equal(Nonces, accepted);
        Assert.InRange(signedAgain, 0, Nonces / 10);
    }

    [Fact]
    public async Task A_store_that_is_killed_under_load_and_started_again_lets_nothing_through_twice()
    {
        var accepted = new ConcurrentQueue<SigningValues>();
        using var stop = new CancellationTokenSource();
        Task load = Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                SigningValues values = Fleet.SignedNow();
                int count = (await Fleet.AskTwoAsync(values)).Accepted;
                Assert.InRange(count, 0, 1);
                if (count == 1)
                {
                    accepted.Enqueue(values);
                }
            }
        })));

        await UntilAsync(load, () => accepted.Count >= 500);
        KillStore();
        while (await Fleet.AskAsync(0, Fleet.SignedNow()) != HttpStatusCode.ServiceUnavailable)
        {
        }

        SigningValues[] before = [.. accepted];
        await RestartStoreAsync();
        await Fleet.AcceptsAgainAsync();
        await UntilAsync(load, () => accepted.Count >= before.Length + 200);
        await stop.CancelAsync();
        await load;

        await Parallel.ForEachAsync(accepted, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (values, _) =>
            Assert.Equal(0, (await Fleet.AskTwoAsync(values)).Accepted));
    }

    /// <summary>Starts the store and hosts that share it.</summary>
    private protected abstract Task<Fleet> StartFleetAsync();

    private protected abstract void KillStore();

    private protected abstract Task RestartStoreAsync();

    private protected abstract Task StopStoreAsync();

    private static async Task UntilAsync(Task load, Func<bool> condition)
    {
        for (int waits = 0; !condition(); waits++)
        {
            Assert.True(waits < 3000, "What was waited for didn't come.");
            if (await Task.WhenAny(load, Task.Delay(TimeSpan.FromMilliseconds(20))) == load)
            {
                await load;
            }
        }
    }
}

/// <summary>Keeps the machine to themselves: what a store has time for is counted in milliseconds.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}
