namespace HmacKit.Tests.Stores;

public sealed class KeyChangesTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly Source _source = new();

    [Fact]
    public async Task A_store_that_cannot_call_is_asked_four_times_a_second_and_a_change_empties_the_caches()
    {
        await using var changes = new Polled(_clock);
        CachedKeySource cache = Watched(changes);
        Look();
        await cache.FindAsync("key");
        Look();
        await cache.FindAsync("key");
        Assert.Equal(1, _source.Asked);
        changes.Number++;
        Look();
        await cache.FindAsync("key");
        Assert.Equal(2, _source.Asked);
    }

    [Fact]
    public async Task As_long_as_changes_are_not_heard_nothing_is_remembered_and_once_more_when_they_are()
    {
        await using var changes = new Polled(_clock);
        CachedKeySource cache = Watched(changes);
        Look();
        Assert.True(changes.IsListening);
        changes.IsAway = true;
        for (int i = 1; i < 4; i++)
        {
            await cache.FindAsync("key");
            Look();
            Assert.Equal((i, false), (_source.Asked, changes.IsListening));
        }

        await cache.FindAsync("key");
        changes.IsAway = false;
        Look();
        await cache.FindAsync("key");
        Assert.Equal((5, true), (_source.Asked, changes.IsListening));
    }

    [Fact]
    public async Task One_key_is_forgotten_and_the_others_stay_in_every_cache()
    {
        await using var changes = new Told();
        CachedKeySource[] caches = [Watched(changes), Watched(changes)];
        foreach (CachedKeySource cache in caches)
        {
            await cache.FindAsync("a");
            await cache.FindAsync("b");
        }

        changes.Tell("a");
        foreach (CachedKeySource cache in caches)
        {
            await cache.FindAsync("a");
            await cache.FindAsync("b");
        }

        Assert.Equal(6, _source.Asked);
        Assert.Equal(1, changes.Starts);
    }

    private CachedKeySource Watched(KeyChanges changes)
    {
        var cache = new CachedKeySource(_source, new() { Lifetime = TimeSpan.FromHours(1), TimeProvider = _clock });
        changes.Watch(cache);
        return cache;
    }

    private void Look() => _clock.Advance(TimeSpan.FromMilliseconds(250));

    private sealed class Source : IKeySource
    {
        private static readonly HmacKey Key = HmacKey.Generate();

        public int Asked { get; private set; }

        public ValueTask<KeyRing?> FindAsync(string keyId, CancellationToken cancellationToken = default)
        {
            Asked++;
            return new(new KeyRing(keyId, Key));
        }
    }

    private sealed class Polled(TimeProvider time) : PolledKeyChanges("server", time, logger: null)
    {
        public long Number { get; set; }

        public bool IsAway { get; set; }

        protected override ValueTask<long> ReadChangesAsync(CancellationToken cancellationToken) => IsAway ? throw new IOException("away") : new(Number);
    }

    private sealed class Told() : KeyChanges("server", logger: null)
    {
        public int Starts { get; private set; }

        public void Tell(string keyId) => OnChanged(keyId);

        protected override void Start() => Starts++;

        protected override ValueTask StopAsync() => default;
    }
}
