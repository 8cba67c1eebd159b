using System.Text;

namespace HmacKit.Tests.Verification;

public class ReplayTests
{
    public static TheoryData<string> WithRule => SchemeCase.NamesOf(scheme => scheme.Replay != ReplayRule.None);

    [Theory]
    [MemberData(nameof(WithRule))]
    public async Task The_second_copy_of_a_request_is_a_replay(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        RequestVerifier verifier = item.Verifier(new RecordingReplayStore());
        RawRequest request = item.Sign();
        Assert.Equal(VerificationStatus.Valid, (await verifier.VerifyAsync(request)).Status);
        Assert.Equal(VerificationStatus.Replayed, (await verifier.VerifyAsync(request)).Status);
        Assert.Equal(VerificationStatus.Replayed, (await verifier.VerifyAsync(request)).Status);
    }

    [Theory]
    [InlineData("theone")]
    [InlineData("onering")]
    [InlineData("standard-webhooks")]
    public async Task The_same_nonce_or_id_with_another_body_is_a_replay_although_it_is_signed(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        RequestVerifier verifier = item.Verifier(new RecordingReplayStore());
        Assert.Equal(VerificationStatus.Valid, (await verifier.VerifyAsync(item.Sign())).Status);
        Assert.Equal(VerificationStatus.Replayed, (await verifier.VerifyAsync(item.Sign(body: [1]))).Status);
        SigningValues other = SchemeCase.Values with { Id = "evt_0002", Nonce = "nonce-0002" };
        Assert.Equal(VerificationStatus.Valid, (await verifier.VerifyAsync(item.Sign(values: other))).Status);
    }

    [Theory]
    [InlineData("theone", "theone\0key-1\0nonce-0001")]
    [InlineData("onering", "onering\0\0evt_0001")]
    [InlineData("twitch-eventsub", "twitch-eventsub\0\0evt_0001")]
    [InlineData("own-fields", "own-fields\0key-1\0nonce-0001")]
    public async Task What_is_claimed_is_the_very_text_that_was_signed_under_scheme_and_key_id(string name, string expected)
    {
        SchemeCase item = SchemeCase.Of(name);
        var store = new RecordingReplayStore();
        await item.Verifier(store).VerifyAsync(item.Sign());
        ReplayClaim claim = Assert.Single(store.Claims);
        Assert.Equal(expected, RecordingReplayStore.Bytes(claim));
    }

    [Fact]
    public async Task By_signature_the_tag_itself_is_claimed()
    {
        SchemeCase item = SchemeCase.Of("own-list");
        var store = new RecordingReplayStore();
        RawRequest request = item.Sign();
        await item.Verifier(store).VerifyAsync(request);
        byte[] tag = NaiveMessage.Tag(item.Scheme.Algorithm, item.Secret, item.ExpectedMessage(request));
        Assert.Equal("own-list\0\0\0" + Encoding.Latin1.GetString(tag), RecordingReplayStore.Bytes(Assert.Single(store.Claims)));
    }

    [Theory]
    [MemberData(nameof(WithRule))]
    public async Task A_claim_lives_until_signed_time_and_age_and_skew(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        var store = new RecordingReplayStore();
        var clock = new ManualTimeProvider(SchemeCase.Now + item.Scheme.Freshness!.MaxAge);
        await item.Verifier(store, clock: clock).VerifyAsync(item.Sign());
        ReplayClaim claim = Assert.Single(store.Claims);
        Assert.Equal(SchemeCase.Now, claim.SignedAt);
        Assert.Equal(SchemeCase.Now + item.Scheme.Freshness.MaxAge + item.Scheme.Freshness.MaxSkew, claim.Expires);
    }

    [Fact]
    public async Task A_wider_window_of_the_options_lengthens_the_life_of_a_claim()
    {
        SchemeCase item = SchemeCase.Of("theone");
        var store = new RecordingReplayStore();
        var verifier = new RequestVerifier(item.Scheme, new MemoryKeySource(item.Ring), new VerifierOptions
        {
            TimeProvider = new ManualTimeProvider(SchemeCase.Now),
            ReplayStore = store,
            MaxAge = TimeSpan.FromHours(1),
            MaxSkew = TimeSpan.FromMinutes(1),
        });
        await verifier.VerifyAsync(item.Sign());
        Assert.Equal(SchemeCase.Now.AddMinutes(61), Assert.Single(store.Claims).Expires);
    }

    /// <summary>Another verifier, with the scheme's own window, may share the store.</summary>
    [Fact]
    public async Task A_narrower_window_of_the_options_shortens_neither_end_of_a_claims_life()
    {
        SchemeCase item = SchemeCase.Of("theone");
        FreshnessRule own = item.Scheme.Freshness!;
        var store = new RecordingReplayStore();
        var verifier = new RequestVerifier(item.Scheme, new MemoryKeySource(item.Ring), new VerifierOptions
        {
            TimeProvider = new ManualTimeProvider(SchemeCase.Now),
            ReplayStore = store,
            MaxAge = own.MaxAge / 2,
            MaxSkew = own.MaxSkew / 2,
        });
        await verifier.VerifyAsync(item.Sign());
        ReplayClaim claim = Assert.Single(store.Claims);
        Assert.Equal(SchemeCase.Now + own.MaxAge + own.MaxSkew, claim.Expires);
        Assert.Equal(SchemeCase.Now - own.MaxSkew, claim.EarliestUse);
    }

    [Fact]
    public async Task A_wider_skew_of_the_options_lets_a_claim_have_been_used_earlier()
    {
        SchemeCase item = SchemeCase.Of("theone");
        var store = new RecordingReplayStore();
        var options = new VerifierOptions { TimeProvider = new ManualTimeProvider(SchemeCase.Now), ReplayStore = store, MaxSkew = TimeSpan.FromMinutes(10) };
        await new RequestVerifier(item.Scheme, new MemoryKeySource(item.Ring), options).VerifyAsync(item.Sign());
        Assert.Equal(SchemeCase.Now.AddMinutes(-10), Assert.Single(store.Claims).EarliestUse);
    }

    [Fact]
    public void A_store_that_can_not_hold_a_claim_for_as_long_as_the_window_is_refused()
    {
        SchemeCase item = SchemeCase.Of("theone");
        TimeSpan window = item.Scheme.Freshness!.MaxAge + item.Scheme.Freshness.MaxSkew;
        Assert.NotNull(item.Verifier(new ShortLived(window)));
        ArgumentException exception = Assert.Throws<ArgumentException>(() => item.Verifier(new ShortLived(window - TimeSpan.FromTicks(1))));
        Assert.Contains(nameof(VerifierOptions.MaxAge), exception.Message, StringComparison.Ordinal);
        Assert.Equal(MemoryReplayStore.MaxRetention, ((IReplayStore)new MemoryReplayStore()).MaxRetention);
        Assert.True(MemoryReplayStore.MaxRetention > FreshnessRule.MaxWindow + FreshnessRule.MaxWindow);
    }

    [Theory]
    [InlineData(ReplayOutcome.Unavailable)]
    [InlineData(ReplayOutcome.Full)]
    [InlineData((ReplayOutcome)99)]
    public async Task A_store_that_is_away_or_full_refuses_with_a_status_of_its_own(ReplayOutcome outcome)
    {
        SchemeCase item = SchemeCase.Of("theone");
        VerificationResult result = await item.Verifier(new RecordingReplayStore(always: outcome)).VerifyAsync(item.Sign());
        Assert.Equal(VerificationStatus.ReplayStoreUnavailable, result.Status);
        Assert.False(result.IsValid);
    }

    [Fact]
    public void No_answer_of_a_store_is_never_a_yes() => Assert.Equal(ReplayOutcome.Unavailable, default);

    [Theory]
    [MemberData(nameof(WithRule))]
    public void A_verifier_without_a_store_is_refused_unless_replays_are_accepted_by_name(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => new RequestVerifier(item.Scheme, new MemoryKeySource()));
        Assert.Contains(nameof(VerifierOptions.ReplayStore), exception.Message, StringComparison.Ordinal);
        Assert.NotNull(new RequestVerifier(item.Scheme, new MemoryKeySource(), new() { AcceptReplaysBecauseTheHandlerIsIdempotent = true }));
    }

    [Fact]
    public async Task Accepting_replays_leaves_the_store_alone()
    {
        SchemeCase item = SchemeCase.Of("theone");
        var store = new RecordingReplayStore();
        var verifier = new RequestVerifier(item.Scheme, new MemoryKeySource(item.Ring), new VerifierOptions
        {
            TimeProvider = new ManualTimeProvider(SchemeCase.Now),
            ReplayStore = store,
            AcceptReplaysBecauseTheHandlerIsIdempotent = true,
        });
        RawRequest request = item.Sign();
        Assert.True((await verifier.VerifyAsync(request)).IsValid);
        Assert.True((await verifier.VerifyAsync(request)).IsValid);
        Assert.Empty(store.Claims);
    }

    [Fact]
    public async Task Of_many_copies_at_once_exactly_one_is_valid()
    {
        SchemeCase item = SchemeCase.Of("theone");
        RequestVerifier verifier = item.Verifier(new OneAtATime());
        RawRequest request = item.Sign();
        VerificationStatus[] statuses = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(async () => (await verifier.VerifyAsync(request)).Status)));
        Assert.Equal(1, statuses.Count(status => status == VerificationStatus.Valid));
        Assert.Equal(63, statuses.Count(status => status == VerificationStatus.Replayed));
    }

    [Fact]
    public void Claims_of_different_schemes_keys_or_values_differ_and_equal_ones_are_equal()
    {
        string Bytes(string scheme, string keyId, string value) => RecordingReplayStore.Bytes(new(scheme, keyId, value, SchemeCase.Now, SchemeCase.Now));
        string[] all = [Bytes("a", "b", "c"), Bytes("ab", "", "c"), Bytes("a", "", "bc"), Bytes("a", "bc", "d"), Bytes("", "ab", "c"), Bytes("a", "b", "cd")];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(Bytes("a", "b", "c"), RecordingReplayStore.Bytes(new("a", "b", "c", SchemeCase.Now.AddDays(1), SchemeCase.Now.AddDays(2))));
    }

    [Fact]
    public void The_longest_claim_fits_into_its_limit_and_a_longer_one_is_refused()
    {
        var claim = new ReplayClaim(new string('s', 64), new string('k', 256), new string('v', 512), SchemeCase.Now, SchemeCase.Now);
        Assert.Equal(64 + 256 + 512 + 2, RecordingReplayStore.Bytes(claim).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReplayClaim(new string('s', 64), "k", new string('v', 1000), SchemeCase.Now, SchemeCase.Now));
    }

    private sealed class ShortLived(TimeSpan maxRetention) : IReplayStore
    {
        public TimeSpan MaxRetention => maxRetention;

        public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default) => new(ReplayOutcome.Added);
    }

    private sealed class OneAtATime : IReplayStore
    {
        private readonly Lock _lock = new();
        private readonly HashSet<string> _seen = [];

        public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default)
        {
            lock (_lock)
            {
                return new(_seen.Add(RecordingReplayStore.Bytes(claim)) ? ReplayOutcome.Added : ReplayOutcome.Seen);
            }
        }
    }
}
