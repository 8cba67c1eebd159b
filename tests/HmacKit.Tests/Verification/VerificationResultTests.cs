namespace HmacKit.Tests.Verification;

public class VerificationResultTests
{
    [Fact]
    public void The_default_result_is_no()
    {
        VerificationResult result = default;
        Assert.False(result.IsValid);
        Assert.Equal(VerificationStatus.NotVerified, result.Status);
        AssertExposesNothing(result);
        Assert.Equal("NotVerified", result.ToString());
    }

    [Fact]
    public void A_refusal_of_ones_own_can_not_say_yes()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => VerificationResult.Refused(VerificationStatus.Valid));
        Assert.Equal(VerificationStatus.KeyDisabled, VerificationResult.Refused(VerificationStatus.KeyDisabled).Status);
    }

    [Fact]
    public void Only_Valid_is_valid()
    {
        Assert.Equal(0, (int)VerificationStatus.NotVerified);
        foreach (VerificationStatus status in Enum.GetValues<VerificationStatus>().Where(status => status != VerificationStatus.Valid))
        {
            Assert.False(VerificationResult.Refused(status).IsValid);
        }
    }

    [Fact]
    public void A_valid_result_has_what_was_verified_and_nothing_else()
    {
        SchemeCase item = SchemeCase.Of("theone");
        VerificationResult result = item.Scheme.Verify(item.Sign(), item.Ring, SchemeCase.Now);
        Assert.True(result.IsValid);
        Assert.Equal("key-1", result.KeyId);
        Assert.Same(item.Ring, result.Ring);
        Assert.Same(item.Ring.Identity, result.Identity);
        Assert.Same(item.Ring.Entries[0], result.Key);
        Assert.Equal(SchemeCase.Now, result.SignedAt);
        Assert.Equal("nonce-0001", result.Nonce);
        Assert.Null(result.Id);
        Assert.Equal("Valid", result.ToString());
    }

    [Fact]
    public void A_valid_result_of_a_scheme_without_time_has_none()
    {
        SchemeCase item = SchemeCase.Of("github");
        VerificationResult result = item.Scheme.Verify(item.Sign(), item.Ring, SchemeCase.Now);
        Assert.True(result.IsValid);
        Assert.Null(result.SignedAt);
        Assert.Equal("", result.KeyId);
    }

    [Fact]
    public void The_id_and_the_time_come_out_as_they_were_signed()
    {
        SchemeCase item = SchemeCase.Of("onering");
        VerificationResult result = item.Scheme.Verify(item.Sign(), item.Ring, SchemeCase.Now.AddSeconds(9));
        Assert.Equal("evt_0001", result.Id);
        Assert.Equal(SchemeCase.Now, result.SignedAt);
    }

    [Theory]
    [MemberData(nameof(SchemeCase.Names), MemberType = typeof(SchemeCase))]
    public void A_refused_result_tells_nothing_of_what_the_request_claimed(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        RawRequest request = item.Sign();
        string signature = item.ExpectedSignature(request);
        string other = item.ExpectedSignature(request.WithBody([1]));
        RawRequest forged = request.WithHeader(item.SignatureHeader, value => value.Replace(signature, other, StringComparison.Ordinal));
        (VerificationResult Result, VerificationStatus Expected)[] refused =
        [
            (item.Scheme.Verify(new RawRequest("POST", "/", []), item.Ring, SchemeCase.Now), VerificationStatus.MissingHeader),
            (item.Scheme.Verify(request.WithHeader(item.SignatureHeader, "?"), item.Ring, SchemeCase.Now), VerificationStatus.MalformedHeader),
            (item.Scheme.Verify(request, item.Ring.Disable(), SchemeCase.Now), VerificationStatus.KeyDisabled),
            (item.Scheme.Verify(request, new KeyRing(item.Ring.Id, item.Key, expires: SchemeCase.Now), SchemeCase.Now), VerificationStatus.KeyExpired),
            (item.Scheme.Verify(forged, item.Ring, SchemeCase.Now), VerificationStatus.SignatureMismatch),
        ];
        foreach ((VerificationResult result, VerificationStatus expected) in refused)
        {
            Assert.Equal(expected, result.Status);
            AssertExposesNothing(result);
        }
    }

    [Fact]
    public async Task A_replay_says_whose_request_it_is_since_its_signature_was_right()
    {
        SchemeCase item = SchemeCase.Of("theone");
        VerificationResult result = await item.Verifier(new RecordingReplayStore(always: ReplayOutcome.Seen)).VerifyAsync(item.Sign());
        Assert.Equal(VerificationStatus.Replayed, result.Status);
        Assert.False(result.IsValid);
        Assert.Equal("key-1", result.KeyId);
        Assert.Equal("nonce-0001", result.Nonce);
    }

    private static void AssertExposesNothing(VerificationResult result)
    {
        Assert.Null(result.KeyId);
        Assert.Null(result.Ring);
        Assert.Null(result.Identity);
        Assert.Null(result.Key);
        Assert.Null(result.SignedAt);
        Assert.Null(result.Id);
        Assert.Null(result.Nonce);
    }
}
