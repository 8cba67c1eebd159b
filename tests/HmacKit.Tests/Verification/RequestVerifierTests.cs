namespace HmacKit.Tests.Verification;

public class RequestVerifierTests
{
    private readonly SchemeCase _case = SchemeCase.Of("osaycore");

    [Fact]
    public void The_body_limit_is_1_MiB_by_default_and_must_be_over_zero()
    {
        Assert.Equal(1024 * 1024, VerifierOptions.DefaultMaxBodyBytes);
        Assert.Equal(VerifierOptions.DefaultMaxBodyBytes, new VerifierOptions().MaxBodyBytes);
        Assert.Throws<ArgumentOutOfRangeException>(() => _case.Verifier(maxBodyBytes: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _case.Verifier(maxBodyBytes: -1));
    }

    [Theory]
    [InlineData(9, VerificationStatus.Valid)]
    [InlineData(10, VerificationStatus.Valid)]
    [InlineData(11, VerificationStatus.BodyTooLarge)]
    public async Task A_body_over_the_limit_is_refused(int size, VerificationStatus expected) =>
        Assert.Equal(expected, (await _case.Verifier(maxBodyBytes: 10).VerifyAsync(_case.Sign(body: new byte[size]))).Status);

    [Fact]
    public async Task A_source_that_gives_more_than_it_was_asked_for_is_refused_too() =>
        Assert.Equal(VerificationStatus.BodyTooLarge, (await _case.Verifier(maxBodyBytes: 10).VerifyAsync(new Generous(_case.Sign(body: new byte[11])))).Status);

    [Fact]
    public async Task What_the_options_say_later_has_no_effect()
    {
        var options = new VerifierOptions { TimeProvider = new ManualTimeProvider(SchemeCase.Now) };
        var verifier = new RequestVerifier(_case.Scheme, new MemoryKeySource(_case.Ring), options);
        options.MaxBodyBytes = 1;
        options.TimeProvider = TimeProvider.System;
        options.MaxAge = TimeSpan.FromMilliseconds(1);
        Assert.True((await verifier.VerifyAsync(_case.Sign())).IsValid);
    }

    [Fact]
    public async Task Without_options_the_defaults_count_and_the_clock_is_the_system_s()
    {
        var verifier = new RequestVerifier(SchemeCatalog.GitHub, _case.Key);
        var signer = new RequestSigner(SchemeCatalog.GitHub, _case.Key);
        var request = new RawRequest("POST", "/", [], "{}"u8.ToArray());
        Assert.True((await verifier.VerifyAsync(request.WithHeaders(signer.Sign(request)))).IsValid);
        Assert.Same(SchemeCatalog.GitHub, verifier.Scheme);
        Assert.Same(TimeProvider.System, new VerifierOptions().TimeProvider);
        var timed = new RequestVerifier(SchemeCatalog.Stripe, _case.Key);
        Assert.True((await timed.VerifyAsync(request.WithHeaders(new RequestSigner(SchemeCatalog.Stripe, _case.Key).Sign(request)))).IsValid);
    }

    [Fact]
    public void Nothing_is_accepted_where_something_is_not_given()
    {
        Assert.Throws<ArgumentNullException>(() => new RequestVerifier(null!, _case.Key));
        Assert.Throws<ArgumentNullException>(() => new RequestVerifier(_case.Scheme, (IKeySource)null!));
        Assert.Throws<ArgumentNullException>(() => new RequestVerifier(_case.Scheme, (HmacKey)null!));
        Assert.Throws<ArgumentNullException>(() => SchemeVerification.Verify(null!, _case.Sign(), _case.Ring, SchemeCase.Now));
        Assert.Throws<ArgumentNullException>(() => _case.Scheme.Verify(null!, _case.Ring, SchemeCase.Now));
        Assert.Throws<ArgumentNullException>(() => _case.Scheme.Verify(null!, default, _case.Ring, SchemeCase.Now));
        Assert.Throws<ArgumentNullException>(() => _case.Scheme.Verify(_case.Sign(), null!, SchemeCase.Now));
    }

    /// <summary>It would refuse everything.</summary>
    [Fact]
    public void A_scheme_whose_values_are_not_all_set_verifies_nothing_and_says_which_are_missing()
    {
        SignatureScheme scheme = SchemeCatalog.All.First(static scheme => scheme.MissingValues.Count > 0 && scheme.AnswersTo is null);
        var options = new VerifierOptions { AcceptReplaysBecauseTheHandlerIsIdempotent = true };
        Assert.Contains(scheme.MissingValues[0], Assert.Throws<ArgumentException>(() => new RequestVerifier(scheme, new MemoryKeySource(), options)).Message, StringComparison.Ordinal);
        Assert.Contains(scheme.MissingValues[0], Assert.Throws<ArgumentException>(() => scheme.Verify(_case.Sign(), _case.Ring, SchemeCase.Now)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_is_needed() => await Assert.ThrowsAsync<ArgumentNullException>(async () => await _case.Verifier().VerifyAsync(null!));

    [Fact]
    public async Task Cancelling_ends_the_look_up_and_the_reading_of_the_body()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await _case.Verifier(keys: new Slow()).VerifyAsync(_case.Sign(), source.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await _case.Verifier().VerifyAsync(new Generous(_case.Sign()), source.Token));
    }

    [Fact]
    public async Task One_verifier_serves_many_threads()
    {
        RequestVerifier verifier = _case.Verifier();
        RawRequest good = _case.Sign();
        RawRequest bad = good.WithBody([1]);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(async () =>
        {
            for (int i = 0; i < 500; i++)
            {
                bool isGood = (i + thread) % 2 == 0;
                Assert.Equal(isGood, (await verifier.VerifyAsync(isGood ? good : bad)).IsValid);
            }
        })));
    }

    [Fact]
    public void The_pure_form_takes_the_body_beside_the_request()
    {
        RawRequest request = _case.Sign();
        Assert.True(_case.Scheme.Verify(request.WithBody([]), request.Body.Span, _case.Ring, SchemeCase.Now).IsValid);
        Assert.False(_case.Scheme.Verify(request, [], _case.Ring, SchemeCase.Now).IsValid);
    }

    private sealed class Generous(RawRequest inner) : RequestSource
    {
        public override string Method => inner.Method;

        public override string Target => inner.Target;

        public override IEnumerable<string> HeaderNames => inner.HeaderNames;

        public override HeaderValue GetHeader(string name) => inner.GetHeader(name);

        public override ValueTask<RequestBody> ReadBodyAsync(int limit, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new(RequestBody.Of(inner.Body));
        }
    }

    private sealed class Slow : IKeySource
    {
        public async ValueTask<KeyRing?> FindAsync(string keyId, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return null;
        }
    }
}
