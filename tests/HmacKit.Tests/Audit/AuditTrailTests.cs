using FsCheck.Fluent;
using HmacKit.Contracts;

namespace HmacKit.Tests.Audit;

public sealed class MemoryAuditStoreContractTests : AuditStoreContract
{
    protected override Task<AuditStore> CreateStoreAsync() => Task.FromResult<AuditStore>(new MemoryAuditStore());
}

public sealed class AuditTrailTests
{
    private static readonly AuditEntry Entry = new() { Action = "request", Outcome = "valid", KeyId = "key", Target = "GET /" };

    // On a busy machine ten seconds, the default, pass before the thread that writes has had a turn.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Whatever_is_changed_taken_out_put_in_or_moved_shows()
    {
        string[] lines = await LinesAsync([]);
        var changes =
            from kind in Gen.Choose(0, 4)
            from line in Gen.Choose(1, lines.Length - 2)
            from place in Gen.Choose(0, 300)
            select (kind, line, place);
        Seeded.Holds(changes, change =>
        {
            var changed = lines.ToList();
            string line = changed[change.line];
            int place = change.place % line.Length;
            switch (change.kind)
            {
                case 0:
                    changed[change.line] = line[..place] + (line[place] == '7' ? '8' : '7') + line[(place + 1)..];
                    break;
                case 1:
                    changed.RemoveAt(change.line);
                    break;
                case 2:
                    changed.Insert(change.line, line);
                    break;
                case 3:
                    (changed[change.line], changed[change.line + 1]) = (changed[change.line + 1], changed[change.line]);
                    break;
                default:
                    changed[change.line] = line[..place];
                    break;
            }

            var chain = new AuditChain();
            Assert.Contains(changed, text => chain.Check(text) is not null);
        });
    }

    [Fact]
    public async Task With_a_key_a_chain_can_t_be_made_anew_without_it()
    {
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        string[] lines = await LinesAsync(key);
        var right = new AuditChain(key);
        Assert.All(lines, line => Assert.Null(right.Check(line)));
        Assert.Contains("another key was used", new AuditChain().Check(lines[0]), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new AuditTrail(new MemoryAuditStore(), new() { Key = new byte[31] }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"n\":1,\"hash\":\"0000000000000000000000000000000000000000000000000000000000000000\"}")]
    [InlineData("{\"n\":\"1\",\"before\":7,\"hash\":\"0000000000000000000000000000000000000000000000000000000000000000\"}")]
    [InlineData(",\"hash\":\"0000000000000000000000000000000000000000000000000000000000000000\"}")]
    public void What_is_no_line_is_a_fault_and_never_an_exception(string line) => Assert.NotNull(new AuditChain().Check(line));

    [Fact]
    public async Task A_store_that_is_away_loses_nothing_that_it_can_take_before_the_end()
    {
        var store = new Flaky();
        var log = new CapturedLog();
        var trail = new AuditTrail(store, new() { StopTimeout = Patience }, log);
        for (int i = 0; i < 100; i++)
        {
            Assert.True(trail.TryWrite(Entry));
        }

        await store.Refused.WaitAsync(Patience);
        store.IsAway = false;
        await trail.DisposeAsync();
        Assert.Equal(100, store.Rows);
        Assert.Single(log.Entries, entry => entry.EventId == 1901);
    }

    [Fact]
    public async Task What_can_t_be_written_before_the_end_is_told()
    {
        var store = new Flaky();
        var log = new CapturedLog();
        var trail = new AuditTrail(store, new() { StopTimeout = TimeSpan.FromMilliseconds(100) }, log);
        for (int i = 0; i < 100; i++)
        {
            trail.TryWrite(Entry);
        }

        await trail.DisposeAsync();
        Assert.Contains("100 audit entries are lost", Assert.Single(log.Entries, entry => entry.EventId == 1902).Text, StringComparison.Ordinal);
        Assert.False(trail.TryWrite(Entry));
    }

    [Fact]
    public async Task What_waits_is_bounded_and_what_is_beyond_is_counted()
    {
        var store = new Flaky();
        var log = new CapturedLog();
        var trail = new AuditTrail(store, new() { Capacity = 10, StopTimeout = TimeSpan.FromMilliseconds(1) }, log);
        int taken = 0;
        for (int i = 0; i < 1000; i++)
        {
            taken += trail.TryWrite(Entry) ? 1 : 0;
        }

        Assert.InRange(taken, 10, 10 + 256);
        Assert.Single(log.Entries, entry => entry.EventId == 1902);
        await trail.DisposeAsync();
    }

    [Fact]
    public async Task Entries_are_forgotten_after_their_time()
    {
        var store = new MemoryAuditStore();
        await using (var first = new AuditTrail(store, new() { TimeProvider = _clock, Retention = TimeSpan.FromDays(30) }))
        {
            first.TryWrite(Entry);
            first.TryWrite(Entry);
        }

        _clock.Advance(TimeSpan.FromDays(31));
        await using (var second = new AuditTrail(store, new() { TimeProvider = _clock, Retention = TimeSpan.FromDays(30) }))
        {
            second.TryWrite(Entry);
        }

        int left = 0;
        await foreach (string line in store.ReadAsync())
        {
            Assert.Contains("\"n\":3", line, StringComparison.Ordinal);
            left++;
        }

        Assert.Equal(1, left);
    }

    private async Task<string[]> LinesAsync(byte[] key)
    {
        var store = new MemoryAuditStore();
        await using (var trail = new AuditTrail(store, new() { TimeProvider = _clock, Key = key, StopTimeout = Patience }))
        {
            for (int i = 0; i < 20; i++)
            {
                trail.TryWrite(Entry with { Target = $"GET /{i}", Owner = "owner" });
            }
        }

        var lines = new List<string>();
        await foreach (string line in store.ReadAsync())
        {
            lines.Add(line);
        }

        return [.. lines];
    }

    private sealed class Flaky : AuditStore
    {
        private readonly MemoryAuditStore _memory = new();

        private readonly TaskCompletionSource _refused = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public volatile bool IsAway = true;

        /// <summary>Ends once an attempt has failed.</summary>
        public Task Refused => _refused.Task;

        public int Rows { get; private set; }

        public override Task AppendAsync(Func<string?, IReadOnlyList<AuditRow>> chain, CancellationToken cancellationToken = default)
        {
            if (IsAway)
            {
                _refused.TrySetResult();
                throw new IOException("away");
            }

            return _memory.AppendAsync(
                last =>
                {
                    IReadOnlyList<AuditRow> rows = chain(last);
                    Rows += rows.Count;
                    return rows;
                },
                cancellationToken);
        }

        public override IAsyncEnumerable<string> ReadAsync(long after = 0, CancellationToken cancellationToken = default) => _memory.ReadAsync(after, cancellationToken);

        public override Task<int> ForgetAsync(DateTimeOffset before, int most, CancellationToken cancellationToken = default) => Task.FromResult(0);
    }
}
