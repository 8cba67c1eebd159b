using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Tests.Keys;

/// <summary>Secrets are read strictly in the format that was declared, and messages never show them.</summary>
public class KeyImportTests
{
    private static readonly byte[] Secret = [.. Enumerable.Range(200, 32).Select(value => (byte)value)];

    private static readonly string Hex = Convert.ToHexString(Secret);
    private static readonly string Base64 = Convert.ToBase64String(Secret);
    private static readonly string Base64Url = Base64.TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static TheoryData<string, string> Accepted => new()
    {
        { "hex", Hex },
        { "hex", Hex.ToLowerInvariant() },
        { "hex after key_", "key_" + Hex },
        { "base64", Base64 },
        { "base64 after whsec_", "whsec_" + Base64 },
        { "base64url", Base64Url },
        { "base64url", Base64Url + "=" },
        { "base64url after v1.", "v1." + Base64Url },
    };

    public static TheoryData<string, string> Refused => new()
    {
        { "hex", Hex[1..] },
        { "hex", Hex + "0" },
        { "hex", "0x" + Hex },
        { "hex", " " + Hex },
        { "hex", Hex + " " },
        { "hex", Hex + "\n" },
        { "hex", Hex + "\r\n" },
        { "hex", $"\"{Hex}\"" },
        { "hex", $"'{Hex}'" },
        { "hex", Hex[..8] + ":" + Hex[8..] },
        { "hex", Hex[..30] + "g0" + Hex[32..] },
        { "hex", Hex[..^1] + "\uFF11" },
        { "hex", Base64 },
        { "hex after key_", Hex },
        { "hex after key_", "KEY_" + Hex },
        { "hex after key_", " key_" + Hex },
        { "hex after key_", "key_ " + Hex },
        { "base64", Base64.TrimEnd('=') },
        { "base64", Base64 + "=" },
        { "base64", " " + Base64 },
        { "base64", Base64 + " " },
        { "base64", Base64 + "\n" },
        { "base64", Base64[..20] + "\r\n" + Base64[20..] },
        { "base64", Base64[..20] + "\t" + Base64[20..] },
        { "base64", $"\"{Base64}\"" },
        { "base64", Base64Url },
        { "base64", "whsec_" + Base64 },
        { "base64 after whsec_", Base64 },
        { "base64 after whsec_", "whsec_whsec_" + Base64 },
        { "base64 after whsec_", "whsec-" + Base64 },
        { "base64url", Base64 },
        { "base64url", Base64Url + "==" },
        { "base64url", Base64Url + "%" },
        { "base64url", Base64Url + "\n" },
        { "base64url", Base64Url[..20] + " " + Base64Url[20..] },
        { "base64url", Base64Url[..^2] + "\u00E9" + Base64Url[^1] },
        { "text after sk_", "no prefix, but long enough" },
    };

    /// <summary>Two texts for one secret: anyone who compares what was handed out with what is kept would be wrong.</summary>
    [Theory]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==", "AAAAAAAAAAAAAAAAAAAAAB==")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAA==", "AAAAAAAAAAAAAAAAAAAAAP==")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAA=", "AAAAAAAAAAAAAAAAAAAAAAB=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAA=", "AAAAAAAAAAAAAAAAAAAAAAD=")]
    public void A_base64_secret_with_spare_bits_set_is_refused(string good, string bad)
    {
        foreach ((KeyFormat format, Func<string, string> write) in new (KeyFormat, Func<string, string>)[]
        {
            (KeyFormat.Base64, text => text),
            (KeyFormat.Base64Url, text => text),
            (KeyFormat.Base64Url, text => text.TrimEnd('=')),
            (KeyFormat.Base64.After("whsec_"), text => "whsec_" + text),
        })
        {
            Assert.NotNull(HmacKey.Import(HmacAlgorithm.Sha256, format, write(good)));
            Assert.ThrowsAny<ArgumentException>(() => HmacKey.Import(HmacAlgorithm.Sha256, format, write(bad)));
        }
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void A_secret_in_its_declared_format_is_decoded(string format, string secret)
    {
        using HmacKey key = HmacKey.Import(HmacAlgorithm.Sha256, Format(format), secret);
        Assert.Equal(HMACSHA256.HashData(Secret, "message"u8), key.Tag("message"u8));
        Assert.Equal(format, Format(format).ToString());
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_secret_in_another_format_is_refused_without_being_shown(string format, string secret)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => HmacKey.Import(HmacAlgorithm.Sha256, Format(format), secret));
        AssertDoesNotShow(secret, exception);
        Assert.Throws<ArgumentException>(() => HmacKey.ImportInsecureShortSecret(HmacAlgorithm.Sha256, Format(format), secret));
    }

    [Fact]
    public void Text_with_a_lone_surrogate_is_refused()
    {
        // Not a theory: test data can't hold such text.
        foreach (string secret in new[] { "a lone surrogate \uD800 in it", "a lone surrogate \uDC00 in it", "a lone surrogate at its end \uD83D" })
        {
            ArgumentException exception = Assert.Throws<ArgumentException>(() => HmacKey.FromText(secret));
            Assert.DoesNotContain("lone", exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a secret of ASCII")]
    [InlineData(" blanks around are part of it ")]
    [InlineData("so is a line break at the end\n")]
    [InlineData("\"and so are quotes\"")]
    [InlineData("whsec_is part of the key as well")]
    [InlineData("\u00FCnicode as UTF-8, \U0001F511 too")]
    public void Text_is_taken_to_the_letter(string secret)
    {
        using HmacKey key = HmacKey.FromText(secret);
        Assert.Equal(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), "message"u8), key.Tag("message"u8));
        Assert.Same(HmacAlgorithm.Sha256, key.Algorithm);
    }

    [Theory]
    [InlineData("text", "")]
    [InlineData("text", "                    ")]
    [InlineData("text", "\t\r\n \u00A0\u2003              ")]
    [InlineData("hex", "")]
    [InlineData("base64", "")]
    [InlineData("base64url", "")]
    [InlineData("base64 after whsec_", "whsec_")]
    [InlineData("text after sk_", "sk_")]
    [InlineData("text after sk_", "sk_                       ")]
    public void An_empty_or_blank_secret_is_refused_even_by_the_import_that_takes_short_ones(string format, string secret)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => HmacKey.Import(HmacAlgorithm.Sha256, Format(format), secret));
        Assert.Contains("empty", exception.Message, StringComparison.Ordinal);
        exception = Assert.Throws<ArgumentException>(() => HmacKey.ImportInsecureShortSecret(HmacAlgorithm.Sha256, Format(format), secret));
        Assert.Contains("empty", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, false, true)]
    [InlineData(15, false, true)]
    [InlineData(16, true, true)]
    [InlineData(31, true, true)]
    [InlineData(32, true, false)]
    [InlineData(200, true, false)]
    public void The_length_counts_after_decoding(int bytes, bool isAccepted, bool isShort)
    {
        byte[] secret = new byte[bytes];
        (KeyFormat Format, string Text)[] spellings =
        [
            (KeyFormat.Text, new string('k', bytes)),
            (KeyFormat.Hex, Convert.ToHexString(secret)),
            (KeyFormat.Base64, Convert.ToBase64String(secret)),
            (KeyFormat.Base64Url.After("whsec_"), "whsec_" + Convert.ToBase64String(secret).Replace('/', '_').Replace('+', '-')),
        ];
        foreach ((KeyFormat format, string text) in spellings)
        {
            if (isAccepted)
            {
                using HmacKey key = HmacKey.Import(HmacAlgorithm.Sha256, format, text);
                Assert.Equal(isShort, key.IsShort);
            }
            else
            {
                ArgumentException exception = Assert.Throws<ArgumentException>(() => HmacKey.Import(HmacAlgorithm.Sha256, format, text));
                Assert.Contains($"{bytes} bytes", exception.Message, StringComparison.Ordinal);
                Assert.Contains(nameof(HmacKey.ImportInsecureShortSecret), exception.Message, StringComparison.Ordinal);
                Assert.True(bytes == 1 || !exception.Message.Contains(text, StringComparison.Ordinal), "the message shows the secret");
            }

            using HmacKey insecure = HmacKey.ImportInsecureShortSecret(HmacAlgorithm.Sha256, format, text);
            Assert.Equal(isShort, insecure.IsShort);
        }
    }

    [Fact]
    public void The_limits_are_16_and_32_bytes()
    {
        Assert.Equal(16, HmacKey.MinSecretBytes);
        Assert.Equal(32, HmacKey.RecommendedSecretBytes);
    }

    [Fact]
    public void Text_of_few_characters_can_be_long_enough_in_bytes()
    {
        using HmacKey key = HmacKey.FromText("\U0001F511\U0001F511\U0001F511\U0001F511");
        Assert.True(key.IsShort);
    }

    [Fact]
    public void A_prefix_is_added_to_a_prefix_and_must_not_be_empty()
    {
        Assert.Equal("hex after a_b_", KeyFormat.Hex.After("a_").After("b_").ToString());
        Assert.Throws<ArgumentException>(() => KeyFormat.Hex.After(""));
        Assert.Throws<ArgumentNullException>(() => KeyFormat.Hex.After(null!));
    }

    /// <summary>The libraries of Standard Webhooks and Svix take both; see verify.mjs in tests/interop/receivers.</summary>
    [Theory]
    [InlineData("standard-webhooks")]
    [InlineData("svix")]
    public void A_prefix_that_may_be_left_out_makes_the_same_key(string name)
    {
        SignatureScheme scheme = SchemeCatalog.Find(name)!;
        using HmacKey with = scheme.ImportKey("whsec_" + Base64);
        using HmacKey without = scheme.ImportKey(Base64);
        Assert.Equal(HMACSHA256.HashData(Secret, "message"u8), with.Tag("message"u8));
        Assert.Equal(HMACSHA256.HashData(Secret, "message"u8), without.Tag("message"u8));
        Assert.Throws<ArgumentException>(() => scheme.ImportKey("whsec_whsec_" + Base64));
        Assert.Throws<ArgumentException>(() => scheme.ImportKey("whsec_"));
    }

    [Fact]
    public void A_prefix_can_be_left_out_only_where_no_secret_begins_with_it()
    {
        Assert.Equal("hex, after sk_ or without it", KeyFormat.Hex.AfterOptional("sk_").ToString());
        Assert.Equal("base64url, after sk: or without it", KeyFormat.Base64Url.AfterOptional("sk:").ToString());
        Assert.Throws<ArgumentException>(() => KeyFormat.Text.AfterOptional("whsec_"));
        Assert.Throws<ArgumentException>(() => KeyFormat.Base64Url.AfterOptional("whsec_"));
        Assert.Throws<ArgumentException>(() => KeyFormat.Base64.AfterOptional("key"));
        Assert.Throws<ArgumentException>(() => KeyFormat.Hex.AfterOptional("abc"));
        Assert.Throws<ArgumentException>(() => KeyFormat.Base64.After("sk_").AfterOptional("whsec_"));
        Assert.Throws<ArgumentException>(() => KeyFormat.Base64.AfterOptional(""));
    }

    [Theory]
    [InlineData("base64", "k-", true)]
    [InlineData("base64", "k_", true)]
    [InlineData("base64", "k+", false)]
    [InlineData("base64", "k/", false)]
    [InlineData("base64", "k=", false)]
    [InlineData("base64", "k9", false)]
    [InlineData("base64url", "k+", true)]
    [InlineData("base64url", "k/", true)]
    [InlineData("base64url", "k-", false)]
    [InlineData("base64url", "k_", false)]
    [InlineData("base64url", "k=", false)]
    [InlineData("base64url", "k9", false)]
    [InlineData("hex", "kg", true)]
    [InlineData("hex", "kF", false)]
    public void What_can_be_left_out_ends_in_a_character_that_the_format_has_not(string format, string prefix, bool isDistinct)
    {
        Exception? thrown = Record.Exception(() => Format(format).AfterOptional(prefix));
        Assert.Equal(isDistinct, thrown is null);
        if (thrown is not null)
        {
            Assert.Contains(nameof(KeyFormat.After), thrown.Message, StringComparison.Ordinal);
            Assert.Contains(prefix, thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_secret_that_is_refused_is_refused_with_what_its_format_is()
    {
        Assert.Contains("isn't hex", Assert.Throws<ArgumentException>(() => HmacKey.Import(HmacAlgorithm.Sha256, KeyFormat.Hex, Base64)).Message, StringComparison.Ordinal);
        string message = Assert.Throws<ArgumentException>(() => HmacKey.Import(HmacAlgorithm.Sha256, KeyFormat.Hex.After("key_"), Hex)).Message;
        Assert.Contains("'key_'", message, StringComparison.Ordinal);
        Assert.Contains("hex after key_", message, StringComparison.Ordinal);
        Assert.Contains("Unsigned is never accepted", Assert.Throws<ArgumentException>("secret", () => HmacKey.FromText(" ")).Message, StringComparison.Ordinal);
        Assert.Equal(("text", true, false), (KeyFormat.Text.ToString(), KeyFormat.Text.After("sk_").IsText, KeyFormat.Hex.IsText));
        Assert.Contains("32 bytes", Assert.Throws<ArgumentException>("tag", () => HmacKey.Generate().ComputeTag("message"u8, new byte[31])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scheme_imports_secrets_with_its_algorithm_and_in_its_format()
    {
        using HmacKey key = SchemeCatalog.StandardWebhooks.ImportKey("whsec_" + Base64, "2026-01");
        Assert.Equal(HMACSHA256.HashData(Secret, "message"u8), key.Tag("message"u8));
        Assert.Equal("2026-01", key.Label);
        Assert.Throws<ArgumentException>(() => SchemeCatalog.StandardWebhooks.ImportKey("whsec-" + Base64));
        Assert.Throws<ArgumentException>(() => SchemeCatalog.Stripe.ImportKey("whsec_short"));
    }

    [Fact]
    public void Algorithm_and_format_are_needed()
    {
        Assert.Throws<ArgumentNullException>(() => HmacKey.Import(null!, KeyFormat.Text, "a secret of ASCII"));
        Assert.Throws<ArgumentNullException>(() => HmacKey.Import(HmacAlgorithm.Sha256, null!, "a secret of ASCII"));
    }

    private static void AssertDoesNotShow(string secret, ArgumentException exception)
    {
        Assert.DoesNotContain(secret, exception.ToString(), StringComparison.Ordinal);
        string core = secret.Trim(' ', '\n', '\r', '"', '\'');
        Assert.DoesNotContain(core[..12], exception.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(core[^12..], exception.ToString(), StringComparison.Ordinal);
    }

    private static KeyFormat Format(string description)
    {
        string[] words = description.Split(" after ");
        KeyFormat format = words[0] switch
        {
            "text" => KeyFormat.Text,
            "hex" => KeyFormat.Hex,
            "base64" => KeyFormat.Base64,
            _ => KeyFormat.Base64Url,
        };
        return words.Length == 1 ? format : format.After(words[1]);
    }
}
