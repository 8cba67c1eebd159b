using HmacKit.Testing;
using HmacKit.Tests.Keys;
using HmacKit.Tests.Registration;

namespace HmacKit.Tests.Verification;

/// <summary>What fails on the verifier's own side is a refusal with a status of its own, and not an exception.</summary>
public class UnavailableTests
{
    private readonly SchemeCase _case = SchemeCase.Of("theone");
    private readonly CapturedLog _log = new();
    private readonly ManualTimeProvider _clock = new(SchemeCase.Now);

    public static TheoryData<Exception> Failures =>
        [new InvalidOperationException("no connection"), new TimeoutException("too slow"), new OperationCanceledException("somebody else's")];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_key_source_that_fails_is_a_status(Exception failure)
    {
        VerificationResult result = await Verifier(new SlowKeySource(_case.Ring) { Failure = failure }).VerifyAsync(_case.Sign());
        Assert.Equal(VerificationStatus.KeySourceUnavailable, result.Status);
        Assert.False(result.IsValid);
        Assert.Null(result.KeyId);
        LogEntry entry = Assert.Single(_log.Entries);
        Assert.Equal(1011, entry.EventId);
        Assert.Contains(failure.Message, entry.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_key_source_that_fails_before_it_gives_a_task_is_a_status(Exception failure) => Assert.Equal(
        VerificationStatus.KeySourceUnavailable, (await Verifier(new Throwing(failure)).VerifyAsync(_case.Sign())).Status);

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_replay_store_that_fails_is_a_status(Exception failure)
    {
        VerificationResult result = await Verifier(new MemoryKeySource(_case.Ring), new Throwing(failure)).VerifyAsync(_case.Sign());
        Assert.Equal(VerificationStatus.ReplayStoreUnavailable, result.Status);
        Assert.Null(result.KeyId);
        Assert.Equal(1011, Assert.Single(_log.Entries).EventId);
    }

    [Fact]
    public async Task A_key_source_that_does_not_answer_is_given_up_after_its_time()
    {
        var keys = new SlowKeySource(_case.Ring) { Gate = new TaskCompletionSource() };
        ValueTask<VerificationResult> pending = Verifier(keys).VerifyAsync(_case.Sign());
        _clock.Advance(VerifierOptions.DefaultKeySourceTimeout - TimeSpan.FromTicks(1));
        Assert.False(pending.IsCompleted);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(VerificationStatus.KeySourceUnavailable, (await pending).Status);
        keys.Failure = new InvalidOperationException("late, and nobody looks");
        keys.Gate.SetResult();
    }

    [Fact]
    public async Task A_key_source_that_answers_in_time_is_heard()
    {
        var keys = new SlowKeySource(_case.Ring) { Gate = new TaskCompletionSource() };
        ValueTask<VerificationResult> pending = Verifier(keys).VerifyAsync(_case.Sign());
        keys.Gate.SetResult();
        Assert.True((await pending).IsValid);
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_thrown_whatever_the_source_throws()
    {
        using var source = new CancellationTokenSource();
        var keys = new SlowKeySource(_case.Ring) { Gate = new TaskCompletionSource(), Failure = new InvalidOperationException() };
        ValueTask<VerificationResult> pending = Verifier(keys).VerifyAsync(_case.Sign(), source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pending);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Verifier(new Throwing(new InvalidOperationException())).VerifyAsync(_case.Sign(), source.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Verifier(new MemoryKeySource(_case.Ring), new Throwing(new InvalidOperationException())).VerifyAsync(_case.Sign(), source.Token));
        Assert.Empty(_log.Entries);
    }

    [Fact]
    public async Task Nothing_is_read_or_claimed_once_the_key_source_has_failed()
    {
        var log = new List<string>();
        var store = new RecordingReplayStore(log);
        await Verifier(new Throwing(new InvalidOperationException()), store).VerifyAsync(new RecordingRequest(_case.Sign(), log));
        Assert.Equal(["header", "header", "header", "header"], log);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(301)]
    public void A_time_for_the_key_source_out_of_bounds_is_a_mistake_of_the_program(int seconds) => Assert.Throws<ArgumentOutOfRangeException>(
        () => new RequestVerifier(_case.Scheme, _case.Key, new() { KeySourceTimeout = TimeSpan.FromSeconds(seconds), ReplayStore = new MemoryReplayStore() }));

    private RequestVerifier Verifier(IKeySource keys, IReplayStore? store = null) => new(_case.Scheme, keys, new()
    {
        TimeProvider = _clock,
        ReplayStore = store ?? new RecordingReplayStore(),
        Logger = _log,
    });

    private sealed class Throwing(Exception failure) : IKeySource, IReplayStore
    {
        public ValueTask<KeyRing?> FindAsync(string keyId, CancellationToken cancellationToken = default) => throw failure;

        public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default) => throw failure;
    }
}
