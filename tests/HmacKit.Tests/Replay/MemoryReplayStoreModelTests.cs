using HmacKit.Contracts;

namespace HmacKit.Tests.Replay;

/// <summary>The store against a plain dictionary, over a long time.</summary>
public sealed class MemoryReplayStoreModelTests
{
    private static readonly TimeSpan[] Lives = [TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1)];

    private readonly ManualTimeProvider _clock = new();
    private readonly MemoryReplayStore _store;

    public MemoryReplayStoreModelTests() => _store = new(new() { TimeProvider = _clock });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void While_time_goes_forward_it_answers_as_a_dictionary_with_exact_expiry_does(int seed)
    {
        var random = new Random(seed);
        var model = new Dictionary<string, DateTimeOffset>();
        var claims = new List<ReplayClaim>();
        for (int i = 0; i < 50_000; i++)
        {
            _clock.Advance(Step(random));
            DateTimeOffset now = _clock.GetUtcNow();
            bool isNew = claims.Count == 0 || random.Next(3) > 0;
            ReplayClaim claim = isNew ? Claim(random, i) : claims[^random.Next(1, Math.Min(claims.Count, 5000))];
            string text = Text(claim);
            bool isAdded = claim.Expires > now && model.TryAdd(text, claim.Expires);
            ReplayOutcome outcome = Add(claim);
            Assert.True(outcome == (isAdded ? ReplayOutcome.Added : ReplayOutcome.Seen), $"add {i}: {outcome}");
            if (isNew)
            {
                claims.Add(claim);
            }
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Whatever_the_clock_does_nothing_is_added_twice(int seed)
    {
        var random = new Random(seed);
        var added = new HashSet<string>();
        var claims = new List<ReplayClaim>();
        for (int i = 0; i < 50_000; i++)
        {
            if (random.Next(200) == 0)
            {
                _clock.Shift(random.Next(4) * TimeSpan.FromSeconds(random.Next(-2000, 2000)));
            }

            _clock.Advance(Step(random));
            ReplayClaim claim = i == 0 || random.Next(3) > 0 ? Claim(random, i) : claims[^random.Next(1, Math.Min(claims.Count, 5000) + 1)];
            claims.Add(claim);
            if (Add(claim) == ReplayOutcome.Added)
            {
                Assert.True(claim.Expires > _clock.GetUtcNow());
                Assert.True(added.Add(Text(claim)), $"add {i}");
            }
        }

        Assert.InRange(added.Count, 1000, claims.Count);
    }

    [Fact]
    public void Through_many_windows_and_a_million_claims_each_is_added_once_and_room_never_ends()
    {
        // Four windows of 10 minutes, of 250,000 claims each, in a store for one of them.
        const int PerWindow = 250_000;
        TimeSpan life = Lives[1];
        var store = new MemoryReplayStore(new() { TimeProvider = _clock, Capacity = PerWindow });
        TimeSpan step = life / PerWindow;
        DateTimeOffset start = _clock.GetUtcNow();
        for (int i = 0; i < 4 * PerWindow; i++)
        {
            _clock.Advance(step);
            ReplayOutcome outcome = store.TryAdd(At(i));
            Assert.True(outcome == ReplayOutcome.Added, $"add {i}: {outcome}");
            if (i % 8 == 0 && i > 0)
            {
                outcome = store.TryAdd(At(i - (int)(i * 7919L % Math.Min(i, PerWindow))));
                Assert.True(outcome == ReplayOutcome.Seen, $"replay at {i}: {outcome}");
            }
        }

        ReplayClaim At(int i) => new("scheme", "key", $"nonce-{i}", start + (step * (i + 1)), start + (step * (i + 1)) + life);
    }

    [Fact]
    public async Task Threads_that_race_while_the_clock_runs_add_nothing_twice()
    {
        // Claims live for a few steps of the clock, in a table so small that the next ones take their places at once: a
        // thread that was held up finds the claim expired and written over in the middle of its add.
        const int Claims = 100_000;
        const int Threads = 4;
        var store = new MemoryReplayStore(new() { TimeProvider = _clock, Capacity = 1 });
        DateTimeOffset start = _clock.GetUtcNow();
        int[] added = new int[Claims];
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (int i = 0; i < Claims; i++)
                {
                    DateTimeOffset signed = start + TimeSpan.FromMilliseconds(400 * i);
                    if (store.TryAdd(new("scheme", "key", $"{i}", signed, signed + TimeSpan.FromSeconds(2))) == ReplayOutcome.Added)
                    {
                        Interlocked.Increment(ref added[i]);
                    }

                    _clock.Advance(TimeSpan.FromMilliseconds(100));
                }
            },
            TaskCreationOptions.LongRunning)));

        Assert.All(added, count => Assert.InRange(count, 0, 1));
        Assert.InRange(added.Sum(), 1, Claims);
    }

    private static TimeSpan Step(Random random) => TimeSpan.FromMilliseconds(random.Next(500) == 0 ? random.Next(300_000) : random.Next(100));

    private static string Text(ReplayClaim claim)
    {
        byte[] bytes = new byte[ReplayClaim.MaxBytes];
        return Convert.ToHexString(bytes, 0, claim.CopyTo(bytes));
    }

    private ReplayOutcome Add(ReplayClaim claim) => _store.TryAdd(claim);

    private ReplayClaim Claim(Random random, int number)
    {
        // The first one lives longest, so that all are held as long as its like.
        TimeSpan life = Lives[number == 0 ? 0 : random.Next(Lives.Length)];
        DateTimeOffset signed = _clock.GetUtcNow() + (life * (0.5 - random.NextDouble()));
        return new ReplayClaim($"scheme-{random.Next(3)}", $"key-{random.Next(5)}", $"nonce-{number}", signed, signed + life);
    }
}
