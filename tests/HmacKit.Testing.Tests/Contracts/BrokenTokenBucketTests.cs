using HmacKit.Contracts;

namespace HmacKit.Testing.Tests.Contracts;

/// <summary>The contract finds token bucket stores that don't keep it.</summary>
public class BrokenTokenBucketTests
{
    [Fact]
    public async Task The_store_of_the_engine_passes_the_same_test() =>
        Assert.False(await ContractRun.FailsAsync<Good>(nameof(TokenBucketStoreContract.Several_limits_are_kept_together_or_not_at_all)));

    [Fact]
    public async Task One_that_mixes_up_callers_is_found() =>
        Assert.True(await ContractRun.FailsAsync<Mixing>(nameof(TokenBucketStoreContract.Callers_have_buckets_of_their_own_however_much_alike_they_are)));

    [Fact]
    public async Task One_that_takes_from_one_limit_when_another_refuses_is_found() =>
        Assert.True(await ContractRun.FailsAsync<OneByOne>(nameof(TokenBucketStoreContract.Several_limits_are_kept_together_or_not_at_all)));

    [Fact]
    public async Task One_that_allows_a_token_more_is_found() =>
        Assert.True(await ContractRun.FailsAsync<Generous>(nameof(TokenBucketStoreContract.A_new_caller_has_a_full_bucket_and_is_refused_once_it_is_empty)));

    private sealed class Good : TokenBucketStoreContract
    {
        protected override ITokenBucketStore CreateStore() => new MemoryTokenBuckets(time: Clock);
    }

    private sealed class Mixing : TokenBucketStoreContract
    {
        protected override ITokenBucketStore CreateStore() =>
            new Store(new MemoryTokenBuckets(time: Clock), (inner, caller, limits, tokens) => inner.Take(caller.Trim().ToUpperInvariant(), limits, tokens));
    }

    private sealed class OneByOne : TokenBucketStoreContract
    {
        protected override ITokenBucketStore CreateStore() => new Store(new MemoryTokenBuckets(time: Clock), (inner, caller, limits, tokens) =>
        {
            LimitDecision last = default;
            foreach (BucketLimit limit in limits.Reverse())
            {
                last = inner.Take(caller, [limit], tokens);
                if (!last.Allowed)
                {
                    return last;
                }
            }

            return last;
        });
    }

    private sealed class Generous : TokenBucketStoreContract
    {
        protected override ITokenBucketStore CreateStore() =>
            new Store(new MemoryTokenBuckets(time: Clock), (inner, caller, limits, tokens) => inner.Take(caller, limits, Math.Max(0, tokens - 1)));
    }

    private sealed class Store(MemoryTokenBuckets inner, Func<MemoryTokenBuckets, string, BucketLimits, int, LimitDecision> take) : ITokenBucketStore
    {
        public ValueTask<LimitDecision> TakeAsync(string caller, BucketLimits limits, int tokens = 1, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(caller);
            ArgumentNullException.ThrowIfNull(limits);
            ArgumentOutOfRangeException.ThrowIfNegative(tokens);
            cancellationToken.ThrowIfCancellationRequested();
            return new(take(inner, caller, limits, tokens));
        }
    }
}
