using System.Collections.Concurrent;
using HmacKit.Redis.Tests.Servers;
using StackExchange.Redis;

namespace HmacKit.Redis.Tests.Faults;

/// <summary>Eight callers, each of whom has two machines claim a new nonce at once, until it is over.</summary>
internal sealed class ClaimLoad(RedisReplayStore first, RedisReplayStore second)
{
    private readonly ConcurrentDictionary<string, int> _added = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<ReplayClaim> _claims = new();
    private int _failures;
    private int _next;
    private volatile bool _isOver;
    private Task _running = Task.CompletedTask;

    /// <summary>How many claims got no answer.</summary>
    public int Failures => Volatile.Read(ref _failures);

    /// <summary>How many nonces were claimed, whatever came of it.</summary>
    public int Claimed => _claims.Count;

    /// <summary>How many nonces were accepted.</summary>
    public int Accepted => _added.Count;

    public static ReplayClaim Claim(string value) => Claim(value, TimeProvider.System.GetUtcNow());

    public void Start() => _running = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
    {
        while (!_isOver)
        {
            ReplayClaim claim = Claim($"nonce-{Interlocked.Increment(ref _next)}");
            _claims.Enqueue(claim);
            await Task.WhenAll(ClaimAsync(first, claim), ClaimAsync(second, claim));
        }
    })));

    public Task StopAsync()
    {
        _isOver = true;
        return _running;
    }

    /// <summary>Waits until some hundred more are accepted.</summary>
    public Task ProgressAsync()
    {
        int start = _added.Count;
        return Eventually.Holds(() => Task.FromResult(_added.Count > start + 300));
    }

    /// <summary>Claims all that were accepted once more, on either machine.</summary>
    public async Task NothingIsTakenTwiceAsync()
    {
        int accepted = _added.Count;
        await ReplayAllAsync();
        Assert.All(_added.Values, static count => Assert.Equal(1, count));
        Assert.Equal(accepted, _added.Count);
    }

    /// <summary>The same, and how many of them were accepted again.</summary>
    public async Task<int> ReplayAllAsync()
    {
        int before = _added.Values.Sum();
        foreach (ReplayClaim[] some in _claims.Where(claim => _added.ContainsKey(NameOf(claim))).Chunk(500))
        {
            await Task.WhenAll(some.Select((claim, i) => ClaimAsync(i % 2 == 0 ? first : second, claim)));
        }

        return _added.Values.Sum() - before;
    }

    private static ReplayClaim Claim(string value, DateTimeOffset signedAt) => new("scheme", "key", value, signedAt, signedAt + TimeSpan.FromMinutes(10));

    private async Task ClaimAsync(RedisReplayStore store, ReplayClaim claim)
    {
        try
        {
            if (await store.TryAddAsync(claim) == ReplayOutcome.Added)
            {
                _added.AddOrUpdate(NameOf(claim), 1, static (_, count) => count + 1);
            }
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            Interlocked.Increment(ref _failures);
            await Task.Delay(TimeSpan.FromMilliseconds(1));
        }
    }

    private static string NameOf(in ReplayClaim claim)
    {
        byte[] bytes = new byte[ReplayClaim.MaxBytes];
        return Convert.ToHexString(bytes.AsSpan(0, claim.CopyTo(bytes)));
    }
}
