namespace HmacKit.Tests.Verification;

public class WindowTests
{
    public static TheoryData<string> WithTime => SchemeCase.NamesOf(scheme => scheme.Freshness is not null);

    [Theory]
    [MemberData(nameof(WithTime))]
    public void The_window_ends_exactly_on_the_millisecond_on_both_sides(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        FreshnessRule rule = item.Scheme.Freshness!;
        RawRequest request = item.Sign();
        TimeSpan millisecond = TimeSpan.FromMilliseconds(1);
        Assert.Equal(VerificationStatus.Valid, item.Verify(request, SchemeCase.Now + rule.MaxAge));
        Assert.Equal(VerificationStatus.TimestampTooOld, item.Verify(request, SchemeCase.Now + rule.MaxAge + millisecond));
        Assert.Equal(VerificationStatus.Valid, item.Verify(request, SchemeCase.Now - rule.MaxSkew));
        Assert.Equal(VerificationStatus.TimestampInFuture, item.Verify(request, SchemeCase.Now - rule.MaxSkew - millisecond));
    }

    [Theory]
    [MemberData(nameof(WithTime))]
    public async Task A_verifier_has_the_same_window_and_takes_the_time_from_its_clock(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        FreshnessRule rule = item.Scheme.Freshness!;
        var clock = new ManualTimeProvider(SchemeCase.Now + rule.MaxAge);
        RequestVerifier verifier = item.Verifier(clock: clock);
        Assert.Equal(VerificationStatus.Valid, (await verifier.VerifyAsync(item.Sign())).Status);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(VerificationStatus.TimestampTooOld, (await verifier.VerifyAsync(item.Sign())).Status);
        clock.AdjustTime(SchemeCase.Now - rule.MaxSkew - TimeSpan.FromMilliseconds(1));
        Assert.Equal(VerificationStatus.TimestampInFuture, (await verifier.VerifyAsync(item.Sign())).Status);
    }

    [Fact]
    public async Task The_options_may_narrow_or_widen_each_side_of_the_window()
    {
        SchemeCase item = SchemeCase.Of("osaycore");
        var clock = new ManualTimeProvider(SchemeCase.Now);
        var verifier = new RequestVerifier(item.Scheme, new MemoryKeySource(item.Ring), new VerifierOptions
        {
            TimeProvider = clock,
            MaxAge = TimeSpan.FromSeconds(10),
            MaxSkew = TimeSpan.FromHours(1),
        });
        async Task<VerificationStatus> After(int milliseconds)
        {
            clock.AdjustTime(SchemeCase.Now.AddMilliseconds(milliseconds));
            return (await verifier.VerifyAsync(item.Sign())).Status;
        }

        Assert.Equal(VerificationStatus.Valid, await After(10_000));
        Assert.Equal(VerificationStatus.TimestampTooOld, await After(10_001));
        Assert.Equal(VerificationStatus.Valid, await After(-3_600_000));
        Assert.Equal(VerificationStatus.TimestampInFuture, await After(-3_600_001));
    }

    [Fact]
    public async Task An_option_for_one_side_leaves_the_other_to_the_scheme()
    {
        SchemeCase item = SchemeCase.Of("osaycore");
        var clock = new ManualTimeProvider(SchemeCase.Now.AddMinutes(-5));
        var verifier = new RequestVerifier(item.Scheme, new MemoryKeySource(item.Ring), new VerifierOptions { TimeProvider = clock, MaxAge = TimeSpan.FromSeconds(1) });
        Assert.Equal(VerificationStatus.Valid, (await verifier.VerifyAsync(item.Sign())).Status);
        clock.AdjustTime(SchemeCase.Now.AddSeconds(2));
        Assert.Equal(VerificationStatus.TimestampTooOld, (await verifier.VerifyAsync(item.Sign())).Status);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    [InlineData(86_401, 0)]
    [InlineData(1, -1)]
    [InlineData(1, 86_401)]
    public void A_window_out_of_bounds_is_refused(int maxAge, int maxSkew)
    {
        var options = new VerifierOptions { MaxAge = TimeSpan.FromSeconds(maxAge), MaxSkew = TimeSpan.FromSeconds(maxSkew) };
        Assert.Throws<ArgumentOutOfRangeException>(() => new RequestVerifier(SchemeCatalog.OsayCore, new MemoryKeySource(), options));
    }

    [Fact]
    public void A_scheme_without_time_can_not_be_given_a_window()
    {
        var options = new VerifierOptions { MaxAge = TimeSpan.FromSeconds(1) };
        Assert.Throws<ArgumentException>(() => new RequestVerifier(SchemeCatalog.GitHub, new MemoryKeySource(), options));
    }

    [Theory]
    [InlineData("0", VerificationStatus.TimestampTooOld)]
    [InlineData("9223372036854775807", VerificationStatus.TimestampInFuture)]
    [InlineData("9999999999999999999", VerificationStatus.TimestampInFuture)]
    [InlineData("18446744075475524416", VerificationStatus.MalformedHeader)] // 2^64 + now
    [InlineData("6060940096", VerificationStatus.TimestampInFuture)] // 2^32 + now
    [InlineData("-1765972800", VerificationStatus.MalformedHeader)]
    [InlineData("01765972800", VerificationStatus.MalformedHeader)]
    [InlineData("1765972800.0", VerificationStatus.MalformedHeader)]
    [InlineData(" 1765972800", VerificationStatus.MalformedHeader)]
    public void Times_are_64_bits_wide_and_overflow_into_no_window(string timestamp, VerificationStatus expected)
    {
        SchemeCase item = SchemeCase.Of("osaycore");
        Assert.Equal(expected, item.Verify(item.Sign().WithHeader("X-OSAYCORE-TIMESTAMP", timestamp)));
    }

    [Fact]
    public void At_the_ends_of_all_time_there_is_a_status()
    {
        SchemeCase item = SchemeCase.Of("osaycore");
        foreach (string timestamp in new[] { "0", "9999999999999999999" })
        {
            RawRequest request = item.Sign(values: new() { TimestampText = timestamp });
            Assert.Equal(timestamp == "0" ? VerificationStatus.TimestampTooOld : VerificationStatus.Valid, item.Verify(request, DateTimeOffset.MaxValue));
            Assert.Equal(VerificationStatus.TimestampInFuture, item.Verify(request, DateTimeOffset.MinValue));
        }
    }
}
