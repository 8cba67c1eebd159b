namespace HmacKit.Tests.Keys;

public class KeyRingLifeTests
{
    private static readonly DateTimeOffset Noon = SchemeCase.Now;

    private readonly HmacKey _key = HmacKey.Generate();

    [Fact]
    public void A_ring_without_an_identity_has_that_of_its_id()
    {
        Assert.Equal("k", new KeyRing("k", _key).Identity.KeyId);
        Assert.Equal("", new KeyRing(_key).Identity.KeyId);
        Assert.Empty(new KeyRing("k", _key).Identity.Scopes);
    }

    [Fact]
    public void An_identity_stays_through_every_change_of_the_ring()
    {
        var identity = new KeyIdentity { KeyId = "k", Owner = "o" };
        KeyRing ring = new KeyRing("k", _key).WithIdentity(identity);
        KeyRing[] changed =
        [
            ring.WithAccepted(HmacKey.Generate()), ring.Rotate(HmacKey.Generate(), Noon), ring.Disable(), ring.Disable().Enable(), ring.WithoutExpired(Noon),
        ];
        Assert.All(changed, each => Assert.Same(identity, each.Identity));
    }

    [Fact]
    public void An_identity_of_another_key_id_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new KeyRing("k", _key).WithIdentity(new KeyIdentity { KeyId = "K" }));
        Assert.Throws<ArgumentNullException>(() => new KeyRing("k", _key).WithIdentity(null!));
    }

    [Fact]
    public void A_ring_that_was_switched_off_and_on_has_the_same_keys()
    {
        KeyRing ring = new KeyRing("k", _key).WithAccepted(HmacKey.Generate(), expires: Noon);
        Assert.True(ring.Disable().IsDisabled);
        Assert.False(ring.Disable().Enable().IsDisabled);
        Assert.Equal(ring.Entries, ring.Disable().Enable().Entries);
    }

    [Fact]
    public void Keys_whose_acceptance_has_ended_can_be_taken_out_but_never_the_primary_one()
    {
        HmacKey ended = HmacKey.Generate();
        HmacKey ending = HmacKey.Generate();
        HmacKey endless = HmacKey.Generate();
        KeyRing ring = new KeyRing("k", _key, expires: Noon.AddDays(-1))
            .WithAccepted(ended, expires: Noon)
            .WithAccepted(ending, expires: Noon.AddTicks(1))
            .WithAccepted(endless);
        Assert.Equal([_key, ending, endless], ring.WithoutExpired(Noon).Entries.Select(entry => entry.Key));
        Assert.Equal(4, ring.Entries.Count);
    }

    [Fact]
    public void A_ring_that_is_pruned_can_be_rotated_any_number_of_times()
    {
        var ring = new KeyRing("k", _key);
        for (int day = 0; day < 100; day++)
        {
            ring = ring.WithoutExpired(Noon.AddDays(day)).Rotate(HmacKey.Generate(), oldExpires: Noon.AddDays(day + 3));
        }

        Assert.Equal(4, ring.Entries.Count);
    }

    [Fact]
    public void A_verification_says_who_the_key_is_and_a_refusal_does_not()
    {
        var identity = new KeyIdentity { KeyId = "key-1", Owner = "user_xyz", Scopes = ["trade"], Tier = "pro" };
        KeyRing ring = new KeyRing("key-1", _key).WithIdentity(identity);
        var request = new RawRequest("POST", "/", [], "{}"u8.ToArray());
        RawRequest signed = request.WithHeaders(new RequestSigner(SchemeCatalog.TheOne, ring).Sign(request, SchemeCase.Values));

        Assert.Same(identity, SchemeCatalog.TheOne.Verify(signed, ring, SchemeCase.Now).Identity);
        Assert.Null(SchemeCatalog.TheOne.Verify(signed.WithMethod("PUT"), ring, SchemeCase.Now).Identity);
        Assert.Null(SchemeCatalog.TheOne.Verify(signed, ring.Disable(), SchemeCase.Now).Identity);
        Assert.Null(default(VerificationResult).Identity);
    }
}
