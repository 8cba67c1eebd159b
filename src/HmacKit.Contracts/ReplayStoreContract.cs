namespace HmacKit.Contracts;

/// <summary>What any <see cref="IReplayStore"/> must do. Derive from it and make a store that goes by <see cref="Clock"/>.</summary>
public abstract class ReplayStoreContract
{
    /// <summary>The lifetime of most claims here; a store under test must be able to hold it.</summary>
    protected static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>The clock that the store goes by.</summary>
    protected ManualTimeProvider Clock { get; } = new();

    /// <summary>How many claims threads race for. A store that goes to disk for each may take fewer, and race for more of them at once in a test of its own.</summary>
    protected virtual int RacingClaims => 20_000;

    /// <summary>An empty store with room for a million claims.</summary>
    protected abstract IReplayStore CreateStore();

    /// <summary>A claim that is signed now and lives for <see cref="Life"/>.</summary>
    protected ReplayClaim Claim(string value, string keyId = "key", string scheme = "scheme") =>
        new(scheme, keyId, value, Clock.GetUtcNow(), Clock.GetUtcNow() + Life);

    [Fact]
    public async Task The_first_of_equal_claims_is_added_and_every_later_one_is_seen()
    {
        IReplayStore store = CreateStore();
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("nonce")));
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(Claim("nonce")));
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(Claim("nonce")));
    }

    [Theory]
    [InlineData("scheme", "key", "nonce2")]
    [InlineData("scheme", "key", "Nonce")]
    [InlineData("scheme", "key", "nonce ")]
    [InlineData("scheme", "key", "")]
    [InlineData("scheme", "key2", "nonce")]
    [InlineData("scheme", "KEY", "nonce")]
    [InlineData("scheme", "", "nonce")]
    [InlineData("scheme2", "key", "nonce")]
    [InlineData("scheme", "keyn", "once")]
    [InlineData("scheme", "ke", "ynonce")]
    [InlineData("schemek", "ey", "nonce")]
    [InlineData("schem", "ekey", "nonce")]
    [InlineData("scheme", "", "keynonce")]
    [InlineData("schemekey", "", "nonce")]
    [InlineData("key", "scheme", "nonce")]
    [InlineData("scheme", "nonce", "key")]
    public async Task A_claim_with_another_scheme_key_or_value_is_another_claim(string scheme, string keyId, string value)
    {
        IReplayStore store = CreateStore();
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("nonce", "key", "scheme")));
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim(value, keyId, scheme)));
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(Claim("nonce", "key", "scheme")));
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(Claim(value, keyId, scheme)));
    }

    [Fact]
    public async Task A_signature_is_told_from_other_signatures_and_from_a_value_of_the_same_text()
    {
        IReplayStore store = CreateStore();
        ReplayClaim claim = await SignatureClaim.For(Clock, "key", "body");
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(claim));
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(await SignatureClaim.For(Clock, "key", "Body")));
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(await SignatureClaim.For(Clock, "yek", "body")));
        byte[] bytes = new byte[ReplayClaim.MaxBytes];
        string tag = Convert.ToHexStringLower(bytes.AsSpan(0, claim.CopyTo(bytes))[^32..]);
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim(tag, "key", "by-signature")));
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(claim));
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(await SignatureClaim.For(Clock, "key", "Body")));
    }

    [Fact]
    public async Task The_longest_values_are_told_apart_by_any_character()
    {
        IReplayStore store = CreateStore();
        string scheme = new('s', 64);
        string keyId = new('k', 256);
        for (int i = 0; i < 512; i++)
        {
            char[] value = new string('~', 512).ToCharArray();
            value[i] = ' ';
            Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim(new string(value), keyId, scheme)));
            Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(Claim(new string(value), keyId, scheme)));
        }
    }

    [Fact]
    public async Task A_claim_is_remembered_to_the_last_moment_of_its_life_and_never_added_again_afterwards()
    {
        IReplayStore store = CreateStore();
        ReplayClaim claim = Claim("nonce");
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(claim));
        for (int i = 0; i < 599; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(claim));
            await store.TryAddAsync(Claim("other"));
        }

        Clock.AdjustTime(claim.Expires - TimeSpan.FromTicks(1));
        Assert.Equal(ReplayOutcome.Seen, await store.TryAddAsync(claim));
        for (int i = 0; i < 100; i++)
        {
            Assert.NotEqual(ReplayOutcome.Added, await store.TryAddAsync(claim));
            Clock.Advance(TimeSpan.FromMinutes(i));
            await store.TryAddAsync(Claim("other"));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(600)]
    [InlineData(1_000_000)]
    public async Task A_claim_that_has_expired_is_never_added(int secondsAgo)
    {
        IReplayStore store = CreateStore();
        DateTimeOffset expires = Clock.GetUtcNow() - TimeSpan.FromSeconds(secondsAgo);
        var claim = new ReplayClaim("scheme", "key", "nonce", expires - Life, expires);
        Assert.NotEqual(ReplayOutcome.Added, await store.TryAddAsync(claim));
        Assert.NotEqual(ReplayOutcome.Added, await store.TryAddAsync(claim));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_lets_nothing_in_twice()
    {
        IReplayStore store = CreateStore();
        ReplayClaim[] claims = [.. Enumerable.Range(0, 100).Select(i => Claim($"nonce-{i}"))];
        DateTimeOffset signed = Clock.GetUtcNow();
        foreach (ReplayClaim claim in claims)
        {
            Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(claim));
        }

        foreach (int minutes in (int[])[-1, 9, -60, 11, 1, 60 * 24, 2, -60 * 24, 0])
        {
            Clock.AdjustTime(signed + TimeSpan.FromMinutes(minutes));
            await store.TryAddAsync(Claim($"at {minutes}"));
            foreach (ReplayClaim claim in claims)
            {
                Assert.NotEqual(ReplayOutcome.Added, await store.TryAddAsync(claim));
            }
        }
    }

    [Fact]
    public async Task Claims_of_one_value_that_expire_at_different_times_are_equal()
    {
        // Two verifiers with one store and different windows: what one has accepted, the other must not.
        IReplayStore store = CreateStore();
        DateTimeOffset signed = Clock.GetUtcNow();
        foreach (int seconds in (int[])[60, 61, 300, 10, 600])
        {
            ReplayOutcome outcome = await store.TryAddAsync(new ReplayClaim("scheme", "key", "nonce", signed, signed + TimeSpan.FromSeconds(seconds)));
            Assert.Equal(seconds == 60 ? ReplayOutcome.Added : ReplayOutcome.Seen, outcome);
        }
    }

    [Fact]
    public async Task Of_claims_that_many_threads_make_at_once_exactly_one_is_added()
    {
        const int Threads = 8;
        int claimCount = RacingClaims;
        IReplayStore store = CreateStore();
        ReplayClaim[] claims = [.. Enumerable.Range(0, claimCount).Select(i => Claim($"nonce-{i}"))];
        int[] added = new int[claimCount];
        await Simultaneous.Run(Threads, async _ =>
        {
            for (int i = 0; i < claimCount; i++)
            {
                if (await store.TryAddAsync(claims[i]) == ReplayOutcome.Added)
                {
                    Interlocked.Increment(ref added[i]);
                }
            }
        });

        Assert.All(added, count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task Of_two_claims_made_at_the_same_moment_exactly_one_is_added()
    {
        int claimCount = RacingClaims;
        IReplayStore store = CreateStore();
        ReplayClaim[] claims = [.. Enumerable.Range(0, claimCount).Select(i => Claim($"nonce-{i}"))];
        int[] added = new int[claimCount];
        int arrived = 0;
        await Simultaneous.Run(2, async _ =>
        {
            for (int i = 0; i < claimCount; i++)
            {
                // Both wait for each other before every claim, so that they meet in the store; and not in the thread in which
                // the store gave its answer, which may be the one that reads all answers.
                await Task.Yield();
                Interlocked.Increment(ref arrived);
                var spin = default(SpinWait);
                while (Volatile.Read(ref arrived) < 2 * (i + 1))
                {
                    spin.SpinOnce(sleep1Threshold: -1);
                }

                if (await store.TryAddAsync(claims[i]) == ReplayOutcome.Added)
                {
                    Interlocked.Increment(ref added[i]);
                }
            }
        });

        Assert.All(added, count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task Different_claims_of_four_threads_are_all_added()
    {
        int claimCount = RacingClaims;
        IReplayStore store = CreateStore();
        int refused = 0;
        await Simultaneous.Run(4, async thread =>
        {
            for (int i = 0; i < claimCount; i++)
            {
                if (await store.TryAddAsync(Claim($"{thread}-{i}")) != ReplayOutcome.Added)
                {
                    Interlocked.Increment(ref refused);
                }
            }
        });

        Assert.Equal(0, refused);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_beforehand_uses_nothing_up()
    {
        IReplayStore store = CreateStore();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await store.TryAddAsync(Claim("nonce"), new CancellationToken(canceled: true)));
        Assert.Equal(ReplayOutcome.Added, await store.TryAddAsync(Claim("nonce")));
    }
}
