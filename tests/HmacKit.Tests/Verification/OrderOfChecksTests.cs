using System.Reflection;

namespace HmacKit.Tests.Verification;

/// <summary>The cheapest check comes first, and nothing is read or claimed before what stands in front of it is in order.</summary>
public class OrderOfChecksTests
{
    private readonly SchemeCase _case = SchemeCase.Of("theone");
    private readonly List<string> _log = [];

    private static readonly string[] Headers = ["header", "header", "header", "header"];

    [Fact]
    public async Task A_valid_request_passes_headers_key_body_and_replay_in_this_order()
    {
        Assert.Equal(VerificationStatus.Valid, await Verify(_case.Sign()));
        Assert.Equal([.. Headers, "key 'key-1'", "body up to 1048576", "replay"], _log);
    }

    [Fact]
    public async Task After_a_missing_header_nothing_else_is_looked_at()
    {
        Assert.Equal(VerificationStatus.MissingHeader, await Verify(_case.Sign().WithoutHeader("X-API-TIMESTAMP")));
        Assert.Equal(["header", "header"], _log);
    }

    [Fact]
    public async Task After_a_malformed_header_no_key_is_looked_up_and_no_body_read()
    {
        Assert.Equal(VerificationStatus.MalformedHeader, await Verify(_case.Sign().WithHeader("X-API-SIGN", "no signature")));
        Assert.Equal(Headers, _log);
    }

    [Fact]
    public async Task After_a_time_outside_of_the_window_no_key_is_looked_up_and_no_body_read()
    {
        Assert.Equal(VerificationStatus.TimestampTooOld, await Verify(_case.Sign(), SchemeCase.Now.AddMinutes(1)));
        Assert.Equal(Headers, _log);
        _log.Clear();
        Assert.Equal(VerificationStatus.TimestampInFuture, await Verify(_case.Sign(), SchemeCase.Now.AddMinutes(-1)));
        Assert.Equal(Headers, _log);
    }

    [Fact]
    public async Task A_malformed_time_is_refused_before_the_key()
    {
        Assert.Equal(VerificationStatus.MalformedHeader, await Verify(_case.Sign().WithHeader("X-API-TIMESTAMP", "+1765972800000")));
        Assert.Equal(Headers, _log);
    }

    [Fact]
    public async Task The_body_of_a_request_with_an_unknown_key_is_read_as_for_a_known_one()
    {
        Assert.Equal(VerificationStatus.UnknownKey, await Verify(_case.Sign().WithHeader("X-API-KEY", "key-2")));
        Assert.Equal([.. Headers, "key 'key-2'", "body up to 1048576"], _log);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_before_the_signature_and_the_replay_store()
    {
        Assert.Equal(VerificationStatus.BodyTooLarge, await Verify(_case.Sign(body: new byte[11]).WithHeader("X-API-SIGN", new string('0', 64)), maxBodyBytes: 10));
        Assert.Equal([.. Headers, "key 'key-1'", "body up to 10"], _log);
    }

    [Fact]
    public async Task Nothing_is_claimed_for_a_request_whose_signature_is_wrong()
    {
        Assert.Equal(VerificationStatus.SignatureMismatch, await Verify(_case.Sign().WithBody([1])));
        Assert.DoesNotContain("replay", _log);
    }

    [Fact]
    public async Task A_stranger_can_not_use_up_a_nonce()
    {
        var store = new RecordingReplayStore();
        RequestVerifier verifier = _case.Verifier(store);
        RawRequest genuine = _case.Sign();
        Assert.False((await verifier.VerifyAsync(genuine.WithHeader("X-API-SIGN", new string('0', 64)))).IsValid);
        Assert.False((await verifier.VerifyAsync(genuine.WithHeader("X-API-KEY", "key-2"))).IsValid);
        Assert.True((await verifier.VerifyAsync(genuine)).IsValid);
    }

    /// <summary>The MAC under a key that nobody has leaves a prepared state on the thread that computed it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_unknown_or_disabled_key_costs_a_MAC_over_the_same_message(bool isDisabled)
    {
        HmacKey dummy = DummyKey.For(HmacAlgorithm.Sha256);
        bool before = true;
        bool after = false;
        var thread = new Thread(() =>
        {
            before = HasState(dummy);
            for (int i = 0; i < 2; i++)
            {
                VerificationStatus status = _case.Verify(_case.Sign(), ring: isDisabled ? _case.Ring.Disable() : new KeyRing("key-2", _case.Key));
                Assert.Equal(isDisabled ? VerificationStatus.KeyDisabled : VerificationStatus.UnknownKey, status);
            }

            after = HasState(dummy);
        });
        thread.Start();
        thread.Join();
        Assert.False(before);
        Assert.True(after);
    }

    [Fact]
    public void Each_MAC_that_a_refusal_is_short_of_is_under_a_key_of_its_own()
    {
        HmacKey[] dummies = [DummyKey.For(HmacAlgorithm.Sha256), DummyKey.For(HmacAlgorithm.Sha256, 1), DummyKey.For(HmacAlgorithm.Sha256, 2)];
        HmacKey[] own = [.. KeysWithPlacesBeside(dummies).Take(2)];
        RequestVerifier verifier = _case.Verifier(keys: new MemoryKeySource(new KeyRing(_case.Ring.Id, own[0]).WithAccepted(own[1])));
        RawRequest wrong = _case.Sign().WithHeader("X-API-SIGN", new string('0', 64));
        bool[] states = [];
        var thread = new Thread(() =>
        {
            // Twice: a thread keeps a state of a key from the second time on.
            for (int i = 0; i < 2; i++)
            {
                Assert.False(verifier.VerifyAsync(wrong).AsTask().GetAwaiter().GetResult().IsValid);
                Assert.False(verifier.VerifyAsync(wrong.WithHeader("X-API-KEY", "key-2")).AsTask().GetAwaiter().GetResult().IsValid);
            }

            states = Array.ConvertAll(dummies, HasState);
        });
        thread.Start();
        thread.Join();
        Assert.Equal([true, true, false], states);
    }

    private async Task<VerificationStatus> Verify(RawRequest request, DateTimeOffset? now = null, int? maxBodyBytes = null)
    {
        RequestVerifier verifier = _case.Verifier(
            new RecordingReplayStore(_log), new RecordingKeySource(new MemoryKeySource(_case.Ring), _log), maxBodyBytes, new ManualTimeProvider(now ?? SchemeCase.Now));
        return (await verifier.VerifyAsync(new RecordingRequest(request, _log))).Status;
    }

    /// <summary>New keys whose states don't take the place of a dummy's: a thread's table has 64, by serial.</summary>
    private static IEnumerable<HmacKey> KeysWithPlacesBeside(HmacKey[] dummies)
    {
        while (true)
        {
            HmacKey key = HmacKey.Generate(HmacAlgorithm.Sha256);
            if (!Array.Exists(dummies, dummy => (dummy.Serial - key.Serial) % 64 == 0))
            {
                yield return key;
            }
        }
    }

    private static bool HasState(HmacKey key)
    {
        const BindingFlags flags = BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;
        var table = (KeyedState?[]?)typeof(KeyedState).GetField("t_table", flags)!.GetValue(null);
        FieldInfo serial = typeof(KeyedState).GetField("_serial", flags)!;
        return table is not null && table.Any(state => state is not null && (long)serial.GetValue(state)! == key.Serial);
    }
}
