namespace HmacKit.Tests.Secrets;

public class ProtectionKeyTests
{
    private const string Base64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    [Fact]
    public void A_key_has_one_spelling()
    {
        string text = Convert.ToBase64String(new byte[32]);
        Assert.NotNull(ProtectionKey.FromBase64("id", text));
        Assert.Throws<ArgumentException>(() => ProtectionKey.FromBase64("id", text[..^2] + "B="));
        Assert.Throws<ArgumentException>(() => ProtectionKey.FromBase64("id", text.AsSpan(..^1)));
        Assert.Throws<ArgumentException>(() => ProtectionKey.FromBase64("id", text[..^2] + "\u0141="));
        Assert.Throws<ArgumentException>(() => ProtectionKey.FromBase64("id", text + "\n"));
    }

    [Fact]
    public void A_key_in_base64_is_the_key_in_bytes()
    {
        byte[] bytes = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        byte[] sealedSecret = new AesGcmSecretProtector(new ProtectionKey("a", bytes)).Seal("s"u8, "k");
        Assert.True(new AesGcmSecretProtector(ProtectionKey.FromBase64("a", Base64)).TryOpen(sealedSecret, "k", out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64 at all")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g")]
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")]
    public void Any_other_text_is_refused_without_being_shown(string text)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => ProtectionKey.FromBase64("a", text));
        Assert.True(text.Length == 0 || !exception.Message.Contains(text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_key_of_another_length_is_refused(int length) => Assert.Throws<ArgumentException>(() => new ProtectionKey("a", new byte[length]));

    [Theory]
    [InlineData("2026-01")]
    [InlineData("A.b_C-9")]
    public void An_id_is_letters_digits_dots_hyphens_and_underscores(string id) => Assert.Equal(id, ProtectionKey.Generate(id).Id);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("\u00FC")]
    public void An_id_of_other_characters_is_refused(string id)
    {
        Assert.Throws<ArgumentException>(() => ProtectionKey.Generate(id));
        Assert.Throws<ArgumentException>(() => ProtectionKey.Generate(new string('a', 65)));
    }

    [Fact]
    public void ToString_shows_the_id_alone() => Assert.Equal("ProtectionKey '2026-01'", ProtectionKey.FromBase64("2026-01", Base64).ToString());
}
