namespace HmacKit.Tests.Verification;

public class KeyStatusTests
{
    private static readonly DateTimeOffset Now = SchemeCase.Now;

    private readonly SchemeCase _case = SchemeCase.Of("osaycore");
    private readonly HmacKey _other = HmacKey.Generate();

    [Fact]
    public async Task A_key_that_the_source_does_not_know_is_unknown()
    {
        RequestVerifier verifier = _case.Verifier(keys: new MemoryKeySource(new KeyRing("key-2", _case.Key)));
        VerificationResult result = await verifier.VerifyAsync(_case.Sign());
        Assert.Equal(VerificationStatus.UnknownKey, result.Status);
        Assert.Null(result.KeyId);
    }

    [Fact]
    public void In_the_pure_form_a_request_must_name_the_ring_that_is_given()
    {
        Assert.Equal(VerificationStatus.UnknownKey, _case.Verify(_case.Sign(), ring: new KeyRing("key-2", _case.Key)));
        Assert.Equal(VerificationStatus.UnknownKey, _case.Verify(_case.Sign(), ring: new KeyRing("KEY-1", _case.Key)));
        Assert.Equal(VerificationStatus.UnknownKey, _case.Verify(_case.Sign(), ring: new KeyRing(_case.Key)));
        Assert.Equal(VerificationStatus.Valid, _case.Verify(_case.Sign(), ring: new KeyRing("key-1", _case.Key)));
    }

    [Fact]
    public void Where_requests_name_no_key_the_ring_may_have_any_id()
    {
        SchemeCase item = SchemeCase.Of("github");
        Assert.Equal(VerificationStatus.Valid, item.Verify(item.Sign(), ring: new KeyRing("tenant-7", item.Key)));
    }

    [Fact]
    public void A_key_of_another_algorithm_is_never_used()
    {
        HmacKey other = HmacKey.Import(HmacAlgorithm.Sha512, KeyFormat.Hex, Convert.ToHexString(_case.Secret));
        Assert.Equal(VerificationStatus.UnknownKey, _case.Verify(_case.Sign(), ring: new KeyRing("key-1", other)));
        Assert.Equal(VerificationStatus.Valid, _case.Verify(_case.Sign(), ring: new KeyRing("key-1", other).WithAccepted(_case.Key)));
        Assert.Equal(VerificationStatus.KeyExpired, _case.Verify(_case.Sign(), ring: new KeyRing("key-1", other).WithAccepted(_case.Key, expires: Now)));
    }

    [Fact]
    public void A_disabled_ring_refuses_what_its_keys_signed()
    {
        Assert.Equal(VerificationStatus.KeyDisabled, _case.Verify(_case.Sign(), ring: _case.Ring.Disable()));
        Assert.Equal(VerificationStatus.KeyDisabled, _case.Verify(_case.Sign().WithBody([1]), ring: _case.Ring.Disable()));
    }

    [Theory]
    [InlineData(-1, VerificationStatus.Valid)]
    [InlineData(0, VerificationStatus.KeyExpired)]
    [InlineData(1, VerificationStatus.KeyExpired)]
    public void A_key_ends_exactly_on_the_millisecond(int milliseconds, VerificationStatus expected)
    {
        var ring = new KeyRing("key-1", _case.Key, expires: Now.AddSeconds(1));
        Assert.Equal(expected, _case.Verify(_case.Sign(), Now.AddSeconds(1).AddMilliseconds(milliseconds), ring));
    }

    [Theory]
    [InlineData(-1, VerificationStatus.KeyExpired)]
    [InlineData(0, VerificationStatus.Valid)]
    public void A_key_that_is_not_valid_yet_is_refused(int milliseconds, VerificationStatus expected)
    {
        var ring = new KeyRing("key-1", _case.Key, notBefore: Now.AddSeconds(1));
        Assert.Equal(expected, _case.Verify(_case.Sign(), Now.AddSeconds(1).AddMilliseconds(milliseconds), ring));
    }

    [Fact]
    public void While_a_key_is_rotated_both_are_accepted_and_the_result_says_which_one_matched()
    {
        KeyRing rotated = _case.Ring.Rotate(_other, oldExpires: Now.AddSeconds(10));
        RawRequest byOld = _case.Sign();
        RawRequest byNew = _case.Sign(signer: new RequestSigner(_case.Scheme, rotated));

        VerificationResult old = _case.Scheme.Verify(byOld, rotated, Now);
        Assert.True(old.IsValid);
        Assert.False(old.Key!.IsPrimary);
        Assert.Same(_case.Key, old.Key.Key);
        VerificationResult fresh = _case.Scheme.Verify(byNew, rotated, Now);
        Assert.True(fresh.IsValid);
        Assert.True(fresh.Key!.IsPrimary);
        Assert.Same(_other, fresh.Key.Key);

        Assert.Equal(VerificationStatus.SignatureMismatch, _case.Verify(byOld, Now.AddSeconds(10), rotated));
        Assert.Equal(VerificationStatus.Valid, _case.Verify(byNew, Now.AddSeconds(10), rotated));
    }

    [Fact]
    public void Every_one_of_16_keys_is_tried()
    {
        var ring = new KeyRing("key-1", _other);
        for (int i = 1; i < 15; i++)
        {
            ring = ring.WithAccepted(HmacKey.Generate());
        }

        ring = ring.WithAccepted(_case.Key);
        VerificationResult result = _case.Scheme.Verify(_case.Sign(), ring, Now);
        Assert.True(result.IsValid);
        Assert.Same(ring.Entries[15], result.Key);
    }

    [Fact]
    public void A_signature_of_a_key_that_has_expired_does_not_count_although_another_key_is_accepted()
    {
        KeyRing ring = new KeyRing("key-1", _other).WithAccepted(_case.Key, expires: Now);
        Assert.Equal(VerificationStatus.SignatureMismatch, _case.Verify(_case.Sign(), ring: ring));
    }

    [Fact]
    public async Task A_key_that_is_replaced_or_taken_out_counts_at_once()
    {
        var keys = new MemoryKeySource(_case.Ring);
        RequestVerifier verifier = _case.Verifier(keys: keys);
        Assert.True((await verifier.VerifyAsync(_case.Sign())).IsValid);
        keys.Set(_case.Ring.Disable());
        Assert.Equal(VerificationStatus.KeyDisabled, (await verifier.VerifyAsync(_case.Sign())).Status);
        keys.Remove("key-1");
        Assert.Equal(VerificationStatus.UnknownKey, (await verifier.VerifyAsync(_case.Sign())).Status);
    }
}
