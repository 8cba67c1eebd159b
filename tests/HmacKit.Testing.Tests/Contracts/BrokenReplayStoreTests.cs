using System.Collections.Concurrent;
using HmacKit.Contracts;

namespace HmacKit.Testing.Tests.Contracts;

/// <summary>The contract finds replay stores that don't keep it.</summary>
public class BrokenReplayStoreTests
{
    [Fact]
    public async Task The_store_of_the_engine_passes_the_same_test() =>
        Assert.False(await ContractRun.FailsAsync<Good>(nameof(ReplayStoreContract.A_claim_with_another_scheme_key_or_value_is_another_claim)));

    [Fact]
    public async Task One_that_remembers_nothing_is_found() =>
        Assert.True(await ContractRun.FailsAsync<Forgetful>(nameof(ReplayStoreContract.The_first_of_equal_claims_is_added_and_every_later_one_is_seen)));

    [Fact]
    public async Task One_that_remembers_a_part_of_the_claim_is_found() =>
        Assert.True(await ContractRun.FailsAsync<ShortSighted>(nameof(ReplayStoreContract.A_claim_with_another_scheme_key_or_value_is_another_claim)));

    [Fact]
    public async Task One_that_checks_first_and_remembers_then_is_found() =>
        Assert.True(await ContractRun.FailsAsync<Racing>(nameof(ReplayStoreContract.Of_claims_that_many_threads_make_at_once_exactly_one_is_added)));

    [Fact]
    public async Task One_that_goes_by_its_clock_alone_is_found() =>
        Assert.True(await ContractRun.FailsAsync<Trusting>(nameof(ReplayStoreContract.A_clock_that_is_set_back_lets_nothing_in_twice)));

    [Fact]
    public async Task One_that_adds_what_has_expired_is_found() =>
        Assert.True(await ContractRun.FailsAsync<Timeless>(nameof(ReplayStoreContract.A_claim_that_has_expired_is_never_added)));

    private static string TextOf(ReplayClaim claim)
    {
        byte[] bytes = new byte[ReplayClaim.MaxBytes];
        return Convert.ToHexString(bytes, 0, claim.CopyTo(bytes));
    }

    private sealed class Good : ReplayStoreContract
    {
        protected override IReplayStore CreateStore() => new MemoryReplayStore(new() { TimeProvider = Clock });
    }

    private sealed class Forgetful : ReplayStoreContract
    {
        protected override IReplayStore CreateStore() => new Store((_, _) => true);
    }

    private sealed class ShortSighted : ReplayStoreContract
    {
        protected override IReplayStore CreateStore() => new Store((seen, claim) => claim.Expires > Clock.GetUtcNow() && seen.TryAdd(TextOf(claim)[..12], default));
    }

    private sealed class Timeless : ReplayStoreContract
    {
        protected override IReplayStore CreateStore() => new Store((seen, claim) => seen.TryAdd(TextOf(claim), default));
    }

    private sealed class Racing : ReplayStoreContract
    {
        protected override IReplayStore CreateStore() => new Store((seen, claim) =>
        {
            string text = TextOf(claim);
            if (claim.Expires <= Clock.GetUtcNow() || seen.ContainsKey(text))
            {
                return false;
            }

            Thread.Yield();
            seen[text] = claim.Expires;
            return true;
        });
    }

    /// <summary>Drops what has expired by a clock that may be wrong, and believes it again when it is set back.</summary>
    private sealed class Trusting : ReplayStoreContract
    {
        protected override IReplayStore CreateStore() => new Store((seen, claim) =>
        {
            DateTimeOffset now = Clock.GetUtcNow();
            foreach ((string old, _) in seen.Where(pair => pair.Value <= now).ToArray())
            {
                seen.TryRemove(old, out _);
            }

            return claim.Expires > now && seen.TryAdd(TextOf(claim), claim.Expires);
        });
    }

    private sealed class Store(Func<ConcurrentDictionary<string, DateTimeOffset>, ReplayClaim, bool> tryAdd) : IReplayStore
    {
        private readonly ConcurrentDictionary<string, DateTimeOffset> _seen = new();

        public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new(tryAdd(_seen, claim) ? ReplayOutcome.Added : ReplayOutcome.Seen);
        }
    }
}
