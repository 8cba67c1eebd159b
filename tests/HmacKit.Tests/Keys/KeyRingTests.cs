namespace HmacKit.Tests.Keys;

public class KeyRingTests
{
    private static readonly DateTimeOffset Noon = SchemeCase.Now;

    private readonly HmacKey _old = HmacKey.Generate();
    private readonly HmacKey _new = HmacKey.Generate();

    [Fact]
    public void A_ring_of_one_key_has_it_as_its_primary_one()
    {
        var ring = new KeyRing(_old);
        Assert.Equal("", ring.Id);
        Assert.Same(_old, ring.Primary);
        KeyRingEntry entry = Assert.Single(ring.Entries);
        Assert.True(entry.IsPrimary);
        Assert.Null(entry.NotBefore);
        Assert.Null(entry.Expires);
        Assert.False(ring.IsDisabled);
    }

    [Fact]
    public void After_a_rotation_the_new_key_signs_and_the_old_one_is_accepted_until_its_end()
    {
        var ring = new KeyRing("k", _old, notBefore: Noon.AddDays(-9));
        KeyRing rotated = ring.Rotate(_new, oldExpires: Noon.AddDays(7));

        Assert.Equal("k", rotated.Id);
        Assert.Same(_new, rotated.Primary);
        Assert.Equal([true, false], rotated.Entries.Select(entry => entry.IsPrimary));
        Assert.Same(_old, rotated.Entries[1].Key);
        Assert.Equal(Noon.AddDays(-9), rotated.Entries[1].NotBefore);
        Assert.Equal(Noon.AddDays(7), rotated.Entries[1].Expires);
        Assert.Null(rotated.Entries[0].Expires);
        Assert.Same(_old, ring.Primary);
    }

    [Fact]
    public void A_rotation_never_lengthens_the_life_of_the_old_key()
    {
        KeyRing rotated = new KeyRing("k", _old, expires: Noon.AddDays(1)).Rotate(_new, oldExpires: Noon.AddDays(7));
        Assert.Equal(Noon.AddDays(1), rotated.Entries[1].Expires);
    }

    [Fact]
    public void A_rotation_keeps_the_keys_that_were_accepted_before_and_whether_the_ring_is_disabled()
    {
        HmacKey oldest = HmacKey.Generate();
        KeyRing rotated = new KeyRing("k", _old).WithAccepted(oldest, expires: Noon).Disable().Rotate(_new, Noon.AddDays(7));
        Assert.Equal([_new, _old, oldest], rotated.Entries.Select(entry => entry.Key));
        Assert.Equal(Noon, rotated.Entries[2].Expires);
        Assert.True(rotated.IsDisabled);
    }

    [Theory]
    [InlineData(-1, null, null, true)]
    [InlineData(0, 0, null, true)]
    [InlineData(-1, 0, null, false)]
    [InlineData(0, null, 0, false)]
    [InlineData(-1, null, 0, true)]
    [InlineData(0, 0, 1, true)]
    [InlineData(1, 0, 1, false)]
    public void A_key_is_accepted_from_its_start_until_just_before_its_end(int now, int? notBefore, int? expires, bool isAccepted)
    {
        DateTimeOffset? At(int? milliseconds) => milliseconds is { } value ? Noon.AddMilliseconds(value) : null;
        KeyRingEntry entry = new KeyRing("k", _old, At(notBefore), At(expires)).Entries[0];
        Assert.Equal(isAccepted, entry.IsAccepted(Noon.AddMilliseconds(now)));
    }

    [Fact]
    public void A_key_that_would_expire_before_it_starts_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new KeyRing("k", _old, notBefore: Noon, expires: Noon));
        Assert.Throws<ArgumentException>(() => new KeyRing("k", _old).WithAccepted(_new, Noon.AddDays(1), Noon));
    }

    [Fact]
    public void A_ring_holds_16_keys_and_no_more()
    {
        Assert.Equal(16, KeyRing.MaxKeys);
        var ring = new KeyRing("k", _old);
        for (int i = 1; i < 16; i++)
        {
            ring = ring.WithAccepted(_new);
        }

        Assert.Equal(16, ring.Entries.Count);
        Assert.Throws<ArgumentException>(() => ring.WithAccepted(_new));
        Assert.Throws<ArgumentException>(() => ring.Rotate(_new, Noon));
    }

    [Theory]
    [InlineData("k")]
    [InlineData("")]
    [InlineData("key with blanks / and ~ punctuation")]
    public void A_key_id_is_printable_ASCII(string id) => Assert.Equal(id, new KeyRing(id, _old).Id);

    [Theory]
    [InlineData("k\r\n")]
    [InlineData("k\0")]
    [InlineData("k\t")]
    [InlineData("k\u007F")]
    [InlineData("\u00FC")]
    public void A_key_id_of_other_characters_is_refused(string id) => Assert.Throws<ArgumentException>(() => new KeyRing(id, _old));

    [Fact]
    public void A_key_id_has_256_characters_at_the_most()
    {
        Assert.Equal(256, KeyRing.MaxIdLength);
        Assert.Equal(256, new KeyRing(new string('k', 256), _old).Id.Length);
        Assert.Throws<ArgumentException>(() => new KeyRing(new string('k', 257), _old));
    }

    [Fact]
    public void What_a_ring_refuses_it_says_with_the_way_to_mend_it()
    {
        Assert.Contains("256", Assert.Throws<ArgumentException>("id", () => new KeyRing("\u00FC", _old)).Message, StringComparison.Ordinal);
        Assert.Contains("after it starts", Message(() => new KeyRing("k", _old, Noon, Noon)), StringComparison.Ordinal);
        Assert.Contains("'k'", Message(() => new KeyRing("k", _old).WithIdentity(new KeyIdentity { KeyId = "other" })), StringComparison.Ordinal);
        var ring = new KeyRing("k", _old);
        for (int i = 1; i < 16; i++)
        {
            ring = ring.WithAccepted(_new);
        }

        Assert.Contains("take out those that have expired", Message(() => ring.WithAccepted(_new)), StringComparison.Ordinal);

        static string Message(Func<KeyRing> make) => Assert.Throws<ArgumentException>(() => make()).Message;
    }

    [Fact]
    public void A_rotation_shortens_the_life_of_the_old_key_to_the_end_that_it_is_given()
    {
        KeyRing rotated = new KeyRing("k", _old, expires: Noon.AddDays(7)).Rotate(_new, oldExpires: Noon.AddDays(1));
        Assert.Equal(Noon.AddDays(1), rotated.Entries[1].Expires);
    }

    [Fact]
    public void Nothing_of_a_ring_may_be_null()
    {
        Assert.Throws<ArgumentNullException>(() => new KeyRing((HmacKey)null!));
        Assert.Throws<ArgumentNullException>("id", () => new KeyRing(null!, _old));
        Assert.Throws<ArgumentNullException>(() => new KeyRing(_old).WithAccepted(null!));
    }
}
