namespace HmacKit.Tests.Verification;

/// <summary>The time that a refusal takes must not tell which key ids there are, nor which of them are being rotated.</summary>
public class RefusalCostTests
{
    private readonly SchemeCase _case = SchemeCase.Of("osaycore");
    private readonly byte[] _body = new byte[256 * 1024];

    [Fact]
    public async Task A_refusal_costs_the_same_for_every_key_id_as_long_as_one_of_them_is_being_rotated()
    {
        KeyRing rotated = Rotated("rotated");
        var keys = new MemoryKeySource(rotated, new KeyRing("single", NewKey()), Rotated("off").Disable(), Expired("expired"));
        RequestVerifier verifier = Verifier(keys);
        string[] ids = ["rotated", "single", "unknown", "off", "expired"];
        double[] costs = [.. ids.Select(_ => double.MaxValue)];
        bool isEven = false;

        // One after the other and again and again, since a busy machine slows some down; the fastest of each is what counts.
        for (int round = 0; round < 20 && !isEven; round++)
        {
            for (int i = 0; i < ids.Length; i++)
            {
                costs[i] = Math.Min(costs[i], await CostOfAsync(verifier, ids[i]));
            }

            isEven = costs.Max() / costs.Min() <= 2;
        }

        // Without it all but the first cost a sixteenth.
        Assert.True(isEven, string.Join(", ", costs));
    }

    [Fact]
    public async Task A_genuine_request_under_the_primary_key_costs_one_MAC_however_large_other_rings_are()
    {
        var keys = new MemoryKeySource(Rotated("rotated"), _case.Ring);
        RequestVerifier verifier = Verifier(keys);
        double largest = await CostOfAsync(verifier, "rotated");
        RawRequest genuine = _case.Sign(body: _body);
        double cost = double.MaxValue;
        for (int round = 0; round < 20 && cost > largest / 2; round++)
        {
            cost = Math.Min(cost, await FastestAsync(async () => Assert.True((await verifier.VerifyAsync(genuine)).IsValid)));
        }

        Assert.InRange(cost / largest, 0, 0.5);
    }

    [Fact]
    public void Only_keys_that_a_request_is_compared_with_count()
    {
        KeyRing ring = Rotated("id");
        int all = ring.Entries.Count;
        Assert.Equal(all, SignatureCheck.CountAccepted(_case.Scheme, ring, SchemeCase.Now));
        Assert.Equal(0, SignatureCheck.CountAccepted(_case.Scheme, ring.Disable(), SchemeCase.Now));
        Assert.Equal(0, SignatureCheck.CountAccepted(_case.Scheme, null, SchemeCase.Now));
        Assert.Equal(0, SignatureCheck.CountAccepted(_case.Scheme, new KeyRing("id", HmacKey.Generate(HmacAlgorithm.Sha512)), SchemeCase.Now));
        Assert.Equal(0, SignatureCheck.CountAccepted(_case.Scheme, Expired("id"), SchemeCase.Now));
    }

    [Fact]
    public void The_largest_ring_counts_for_one_to_two_hours_after_it_was_last_asked_for()
    {
        var cost = new RefusalCost();
        DateTimeOffset start = SchemeCase.Now;
        Assert.Equal(1, cost.Including(0, start));
        Assert.Equal(3, cost.Including(3, start));
        Assert.Equal(3, cost.Including(1, start.AddMinutes(59)));
        Assert.Equal(3, cost.Including(0, start.AddMinutes(60)));
        Assert.Equal(1, cost.Including(0, start.AddMinutes(180)));
    }

    [Fact]
    public void A_ring_counts_for_its_hour_and_the_next_one_and_not_for_a_third()
    {
        var cost = new RefusalCost();
        DateTimeOffset hour = SchemeCase.Now;
        Assert.Equal(0, hour.ToUnixTimeSeconds() % 3600);
        Assert.Equal(3, cost.Including(3, hour));
        Assert.Equal(3, cost.Including(2, hour.AddMinutes(60)));
        Assert.Equal(2, cost.Including(1, hour.AddMinutes(120)));
        Assert.Equal(1, cost.Including(1, hour.AddMinutes(180)));

        var unused = new RefusalCost();
        Assert.Equal(3, unused.Including(3, hour));
        Assert.Equal(1, unused.Including(1, hour.AddMinutes(120)));
    }

    [Fact]
    public void A_clock_that_goes_back_and_comes_again_is_in_the_hour_that_it_left()
    {
        var cost = new RefusalCost();
        DateTimeOffset hour = SchemeCase.Now;
        Assert.Equal(3, cost.Including(3, hour));
        Assert.Equal(5, cost.Including(5, hour.AddHours(-24)));
        Assert.Equal(5, cost.Including(1, hour.AddMinutes(60)));
        Assert.Equal(1, cost.Including(1, hour.AddMinutes(120)));
    }

    [Fact]
    public void A_clock_that_goes_back_forgets_no_ring()
    {
        var cost = new RefusalCost();
        Assert.Equal(KeyRing.MaxKeys, cost.Including(KeyRing.MaxKeys, SchemeCase.Now));
        Assert.Equal(KeyRing.MaxKeys, cost.Including(1, SchemeCase.Now.AddDays(-1)));
        Assert.Equal(KeyRing.MaxKeys, cost.Including(1, DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void The_pure_form_does_the_rings_work_for_an_id_that_is_not_its_own()
    {
        KeyRing ring = Rotated("rotated");
        (RawRequest named, RawRequest unknown) = (Named("rotated"), Named("unknown"));
        (double own, double other) = (double.MaxValue, double.MaxValue);
        for (int round = 0; round < 20 && (round == 0 || Math.Max(own, other) / Math.Min(own, other) > 2); round++)
        {
            own = Math.Min(own, Fastest(() => Assert.Equal(VerificationStatus.SignatureMismatch, _case.Scheme.Verify(named, ring, SchemeCase.Now).Status)));
            other = Math.Min(other, Fastest(() => Assert.Equal(VerificationStatus.UnknownKey, _case.Scheme.Verify(unknown, ring, SchemeCase.Now).Status)));
        }

        Assert.InRange(other / own, 0.5, 2);
    }

    private static HmacKey NewKey() => HmacKey.Generate();

    private static KeyRing Rotated(string id)
    {
        var ring = new KeyRing(id, NewKey());
        while (ring.Entries.Count < KeyRing.MaxKeys)
        {
            ring = ring.WithAccepted(NewKey());
        }

        return ring;
    }

    private static KeyRing Expired(string id) => new(id, NewKey(), expires: SchemeCase.Now.AddDays(-1));

    private static async Task<double> FastestAsync(Func<Task> run)
    {
        double fastest = double.MaxValue;
        for (int i = 0; i < 8; i++)
        {
            long start = TimeProvider.System.GetTimestamp();
            await run();
            fastest = Math.Min(fastest, TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
        }

        return fastest;
    }

    private static double Fastest(Action run) => FastestAsync(() =>
    {
        run();
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();

    private RequestVerifier Verifier(IKeySource keys) =>
        new(_case.Scheme, keys, new() { TimeProvider = new ManualTimeProvider(SchemeCase.Now), AcceptReplaysBecauseTheHandlerIsIdempotent = true });

    private RawRequest Named(string keyId) => _case.Sign(body: _body)
        .WithHeader("X-OSAYCORE-API-KEY", keyId)
        .WithHeader("X-OSAYCORE-SIGNATURE", new string('0', 64));

    private Task<double> CostOfAsync(RequestVerifier verifier, string keyId)
    {
        RawRequest request = Named(keyId);
        return FastestAsync(async () => Assert.False((await verifier.VerifyAsync(request)).IsValid));
    }
}
