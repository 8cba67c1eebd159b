using HmacKit.Contracts;

namespace HmacKit.Tests.Keys;

public class CachedKeySourceTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly KeyRing _ring = new("key-1", HmacKey.Generate());
    private readonly SlowKeySource _slow;
    private readonly CachedKeySource _cache;

    public CachedKeySourceTests()
    {
        _slow = new SlowKeySource(_ring);
        _cache = new CachedKeySource(_slow, new() { TimeProvider = _clock });
    }

    [Fact]
    public async Task A_key_is_looked_up_once_and_again_after_its_time()
    {
        for (int i = 0; i < 60; i++)
        {
            Assert.Same(_ring, await _cache.FindAsync("key-1"));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, _slow.Calls);
        Assert.Same(_ring, await _cache.FindAsync("key-1"));
        Assert.Equal(2, _slow.Calls);
    }

    [Fact]
    public async Task An_unknown_id_is_remembered_too_but_not_for_as_long()
    {
        for (int i = 0; i < 10; i++)
        {
            Assert.Null(await _cache.FindAsync("nobody"));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(1, _slow.Calls);
        _slow.Set(new KeyRing("nobody", HmacKey.Generate()));
        Assert.NotNull(await _cache.FindAsync("nobody"));
        Assert.Equal(2, _slow.Calls);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_makes_nothing_last_longer()
    {
        await _cache.FindAsync("key-1");
        _clock.Shift(TimeSpan.FromDays(-10));
        _clock.Advance(TimeSpan.FromSeconds(60));
        await _cache.FindAsync("key-1");
        Assert.Equal(2, _slow.Calls);
    }

    [Fact]
    public async Task After_an_invalidation_the_source_is_asked_again()
    {
        await _cache.FindAsync("key-1");
        await _cache.FindAsync("nobody");
        KeyRing disabled = _ring.Disable();
        _slow.Set(disabled);
        _cache.Invalidate("key-1");
        Assert.Same(disabled, await _cache.FindAsync("key-1"));
        await _cache.FindAsync("nobody");
        Assert.Equal(3, _slow.Calls);
        _cache.InvalidateAll();
        await _cache.FindAsync("key-1");
        await _cache.FindAsync("nobody");
        Assert.Equal(5, _slow.Calls);
    }

    [Fact]
    public async Task A_key_that_is_gone_after_its_time_is_unknown_and_one_that_has_come_is_known()
    {
        await _cache.FindAsync("key-1");
        _slow.Remove("key-1");
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(await _cache.FindAsync("key-1"));
        _slow.Set(_ring);
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Same(_ring, await _cache.FindAsync("key-1"));
    }

    [Fact]
    public async Task A_thousand_look_ups_of_one_id_at_once_are_one()
    {
        _slow.Gate = new TaskCompletionSource();
        var waiting = new Task<KeyRing?>[1_000];
        Parallel.For(0, waiting.Length, i => waiting[i] = _cache.FindAsync("key-1").AsTask());
        Task<KeyRing?> other = _cache.FindAsync("nobody").AsTask();
        Assert.All(waiting, each => Assert.False(each.IsCompleted));
        Assert.Equal(2, _slow.Calls);
        _slow.Gate.SetResult();
        Assert.All(await Task.WhenAll(waiting), ring => Assert.Same(_ring, ring));
        Assert.Null(await other);
        Assert.Equal(2, _slow.Calls);
    }

    [Fact]
    public async Task A_failure_goes_to_all_who_wait_for_it_and_is_not_remembered()
    {
        _slow.Gate = new TaskCompletionSource();
        _slow.Failure = new InvalidDataException("The database is away.");
        Task<KeyRing?>[] waiting = [.. Enumerable.Range(0, 10).Select(_ => _cache.FindAsync("key-1").AsTask())];
        _slow.Gate.SetResult();
        foreach (Task<KeyRing?> each in waiting)
        {
            await Assert.ThrowsAsync<InvalidDataException>(() => each);
        }

        Assert.Equal(1, _slow.Calls);
        _slow.Failure = null;
        Assert.Same(_ring, await _cache.FindAsync("key-1"));
        Assert.Equal(2, _slow.Calls);
    }

    [Fact]
    public async Task A_caller_who_gives_up_does_not_end_the_look_up_for_the_others()
    {
        _slow.Gate = new TaskCompletionSource();
        using var cancellation = new CancellationTokenSource();
        Task<KeyRing?> first = _cache.FindAsync("key-1", cancellation.Token).AsTask();
        Task<KeyRing?> second = _cache.FindAsync("key-1").AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(_slow.LastToken.IsCancellationRequested);
        Assert.False(second.IsCompleted);
        _slow.Gate.SetResult();
        Assert.Same(_ring, await second);
        Assert.Same(_ring, await _cache.FindAsync("key-1"));
        Assert.Equal(1, _slow.Calls);
    }

    [Fact]
    public async Task A_caller_who_gave_up_beforehand_asks_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await _cache.FindAsync("key-1", new CancellationToken(canceled: true)));
        Assert.Equal(0, _slow.Calls);
    }

    [Fact]
    public async Task What_was_looked_up_before_an_invalidation_is_not_remembered_after_it()
    {
        _slow.Gate = new TaskCompletionSource();
        Task<KeyRing?> before = _cache.FindAsync("key-1").AsTask();
        KeyRing rotated = _ring.Rotate(HmacKey.Generate(), _clock.GetUtcNow());
        _slow.Set(rotated);
        _cache.Invalidate("key-1");
        TaskCompletionSource gate = _slow.Gate;
        _slow.Gate = null;
        Assert.Same(rotated, await _cache.FindAsync("key-1"));
        gate.SetResult();
        Assert.Same(_ring, await before);
        Assert.Same(rotated, await _cache.FindAsync("key-1"));
        Assert.Equal(2, _slow.Calls);
    }

    [Fact]
    public async Task Nor_when_the_look_up_after_it_is_still_under_way()
    {
        TaskCompletionSource firstGate = _slow.Gate = new TaskCompletionSource();
        Task<KeyRing?> before = _cache.FindAsync("key-1").AsTask();
        KeyRing rotated = _ring.Rotate(HmacKey.Generate(), _clock.GetUtcNow());
        _slow.Set(rotated);
        _cache.Invalidate("key-1");
        TaskCompletionSource secondGate = _slow.Gate = new TaskCompletionSource();
        Task<KeyRing?> after = _cache.FindAsync("key-1").AsTask();
        firstGate.SetResult();
        Assert.Same(_ring, await before);
        Task<KeyRing?> joining = _cache.FindAsync("key-1").AsTask();
        Assert.False(joining.IsCompleted);
        secondGate.SetResult();
        Assert.Same(rotated, await after);
        Assert.Same(rotated, await joining);
        Assert.Equal(2, _slow.Calls);
    }

    [Fact]
    public async Task A_source_that_never_answers_makes_nobody_wait_for_ever()
    {
        var cache = new CachedKeySource(_slow, new() { TimeProvider = _clock });
        _slow.Gate = new TaskCompletionSource();
        Task<KeyRing?> waiting = cache.FindAsync("key-1").AsTask();
        _clock.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.False(waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Same(waiting, await Task.WhenAny(waiting, Task.Delay(TimeSpan.FromSeconds(60))));
        await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        Assert.True(_slow.LastToken.IsCancellationRequested);
        _slow.Gate = null;
        Assert.Same(_ring, await cache.FindAsync("key-1"));
    }

    [Fact]
    public async Task Ids_that_strangers_make_up_take_bounded_room_and_none_of_the_keys_room()
    {
        var cache = new LookupCache<KeyRing>(_slow.FindAsync, new() { Capacity = 10, UnknownCapacity = 100, TimeProvider = _clock });
        await cache.FindAsync("key-1", default);
        for (int i = 0; i < 5_000; i++)
        {
            await cache.FindAsync($"made up {i}", default);
            Assert.InRange(cache.Count.Unknown, 1, 100);
        }

        int calls = _slow.Calls;
        Assert.Same(_ring, await cache.FindAsync("key-1", default));
        Assert.Equal(calls, _slow.Calls);
        Assert.Equal(1, cache.Count.Known);
    }

    [Fact]
    public async Task Of_more_keys_than_there_is_room_for_those_in_use_stay()
    {
        var slow = new SlowKeySource(Enumerable.Range(0, 1_000).Select(i => new KeyRing($"k{i}", HmacKey.Generate())));
        var cache = new LookupCache<KeyRing>(slow.FindAsync, new() { Capacity = 20, TimeProvider = _clock });
        for (int i = 1; i < 1_000; i++)
        {
            await cache.FindAsync($"k{i}", default);
            await cache.FindAsync("k0", default);
            Assert.InRange(cache.Count.Known, 1, 20);
        }

        Assert.Equal(1_000, slow.Calls);
    }

    [Theory]
    [InlineData("\u00FC")]
    [InlineData("line\nbreak")]
    public async Task An_id_that_no_key_can_have_is_not_even_looked_up(string id)
    {
        Assert.Null(await _cache.FindAsync(id));
        Assert.Null(await _cache.FindAsync(new string('k', 257)));
        Assert.Equal(0, _slow.Calls);
    }

    [Fact]
    public async Task A_hit_allocates_nothing_whether_there_is_a_key_or_not()
    {
        await _cache.FindAsync("key-1");
        await _cache.FindAsync("nobody");
        Assert.Equal(0, Allocations.LeastOf(50, _ =>
        {
            for (int i = 0; i < 100; i++)
            {
                Hit();
            }
        }));

        void Hit()
        {
            ValueTask<KeyRing?> known = _cache.FindAsync("key-1");
            ValueTask<KeyRing?> unknown = _cache.FindAsync("nobody");
            if (known.Result is null || unknown.Result is not null)
            {
                throw new InvalidOperationException();
            }
        }
    }

    [Fact]
    public async Task Threads_that_look_up_change_and_invalidate_never_see_an_outdated_key_afterwards()
    {
        var slow = new SlowKeySource();
        var cache = new CachedKeySource(slow, new() { Capacity = 8, UnknownCapacity = 8, TimeProvider = _clock });
        HmacKey key = HmacKey.Generate();
        using var stop = new CancellationTokenSource();
        Task[] readers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await cache.FindAsync("k");
            }
        }))];
        for (int i = 0; i < 500; i++)
        {
            KeyRing current = new KeyRing("k", key).WithIdentity(new KeyIdentity { KeyId = "k", Name = $"{i}" });
            slow.Set(current);
            cache.Invalidate("k");
            Assert.Same(current, await cache.FindAsync("k"));
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Fact]
    public void The_defaults_are_what_the_comments_say()
    {
        var options = new KeyCacheOptions();
        Assert.Equal((10_000, 1_000), (KeyCacheOptions.DefaultCapacity, KeyCacheOptions.DefaultUnknownCapacity));
        Assert.Equal((10_000, 1_000), (options.Capacity, options.UnknownCapacity));
        Assert.Equal(TimeSpan.FromSeconds(60), KeyCacheOptions.DefaultLifetime);
        Assert.Equal(TimeSpan.FromSeconds(10), KeyCacheOptions.DefaultUnknownLifetime);
        Assert.Equal(TimeSpan.FromSeconds(10), KeyCacheOptions.DefaultLookupTimeout);
        Assert.Equal(TimeSpan.FromHours(24), KeyCacheOptions.MaxLifetime);
        Assert.Equal(
            (KeyCacheOptions.DefaultLifetime, KeyCacheOptions.DefaultUnknownLifetime, KeyCacheOptions.DefaultLookupTimeout),
            (options.Lifetime, options.UnknownLifetime, options.LookupTimeout));
        Assert.Same(TimeProvider.System, options.TimeProvider);
    }

    [Fact]
    public void Settings_out_of_bounds_are_refused()
    {
        KeyCacheOptions[] wrong =
        [
            new() { Capacity = 1 }, new() { UnknownCapacity = 1 }, new() { Lifetime = TimeSpan.Zero }, new() { UnknownLifetime = TimeSpan.FromTicks(-1) },
            new() { LookupTimeout = TimeSpan.Zero }, new() { Lifetime = TimeSpan.MaxValue }, new() { LookupTimeout = Timeout.InfiniteTimeSpan },
        ];
        Assert.All(wrong, options => Assert.Throws<ArgumentOutOfRangeException>(() => new CachedKeySource(_slow, options)));
        Assert.Throws<ArgumentNullException>(() => new CachedKeySource(null!));
    }
}
