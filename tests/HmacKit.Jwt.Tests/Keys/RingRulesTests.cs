using HmacKit.Jwt.Tests.Fixtures;

namespace HmacKit.Jwt.Tests.Keys;

/// <summary>A ring that can't be used for tokens is refused at start-up, with a message that says how to fix it.</summary>
public class RingRulesTests
{
    [Fact]
    public void A_key_without_a_label_is_refused() => Refuses(new KeyRing(House.Key(Forge.Secret, label: null)), "label: \"2026-01\"");

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("é")]
    public void A_label_that_cant_be_a_key_id_is_refused(string label) => Refuses(new KeyRing(House.Key(Forge.Secret, label)), "printable ASCII");

    [Fact]
    public void A_label_of_129_characters_is_refused() => Refuses(new KeyRing(House.Key(Forge.Secret, new string('k', 129))), "1 to 128 characters");

    [Fact]
    public void Two_keys_with_one_label_are_refused() =>
        Refuses(new KeyRing(House.Key(Forge.Secret, "a")).WithAccepted(House.Key(Forge.OldSecret, "a")), "Two keys of the ring have the label 'a'");

    [Fact]
    public void A_key_of_under_32_bytes_is_refused() => Refuses(new KeyRing(House.Key(Forge.Secret[..31], "a")), "RFC 7518");

    [Fact]
    public void A_key_for_another_algorithm_is_refused() =>
        Refuses(new KeyRing(HmacKey.Import(HmacAlgorithm.Sha512, KeyFormat.Hex, Convert.ToHexString(Forge.Secret), "a")), "HMAC-SHA512");

    [Fact]
    public void An_older_key_is_looked_at_too() =>
        Refuses(new KeyRing(House.Key(Forge.Secret, "a")).WithAccepted(House.Key(Forge.OldSecret, label: null)), "has no label");

    [Fact]
    public void No_ring_is_refused()
    {
        Assert.Throws<ArgumentNullException>("keys", () => new UserTokenValidator((KeyRing)null!, House.Issuer, House.Audience));
        Assert.Throws<ArgumentNullException>("keys", () => new UserTokenIssuer((KeyRing)null!, House.Issuer, House.Audience));
    }

    private static void Refuses(KeyRing ring, string why)
    {
        var validator = Assert.Throws<ArgumentException>("keys", () => new UserTokenValidator(ring, House.Issuer, House.Audience));
        var issuer = Assert.Throws<ArgumentException>("keys", () => new UserTokenIssuer(ring, House.Issuer, House.Audience));
        Assert.Contains(why, validator.Message, StringComparison.Ordinal);
        Assert.Contains(why, issuer.Message, StringComparison.Ordinal);
    }
}
