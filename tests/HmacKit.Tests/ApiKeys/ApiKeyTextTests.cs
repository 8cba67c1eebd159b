using System.Text;
using System.Text.RegularExpressions;
using FsCheck.Fluent;

namespace HmacKit.Tests.ApiKeys;

public class ApiKeyTextTests
{
    private const string Sample = "osk_4t9qe2m7x0c5h8kv_Zq3vT8mWk1YcN0bHs7LrXe5JdGfU2aPo9iVtBn4KwQ64frIdE";

    /// <summary>Checksums by Python's zlib.crc32, in base 62 with digits, capitals, small letters in this order.</summary>
    public static TheoryData<string, string> MadeElsewhere => new()
    {
        { "osk_", "osk_0123456789abcdef_00000000000000000000000000000000000000000003WjCmm" },
        { "osk_", "osk_zyxwvtsrqpnmkjhg_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz0WAeGL" },
        { "osk_", "osk_0000000000000289_000000000000000000000000000000000000000000000twvB" },
        { "osk_", Sample },
        { "my_live_", "my_live_4t9qe2m7x0c5h8kv_Zq3vT8mWk1YcN0bHs7LrXe5JdGfU2aPo9iVtBn4KwQ64bGDLq" },
    };

    [Theory]
    [MemberData(nameof(MadeElsewhere))]
    public void A_key_made_elsewhere_is_taken_apart(string prefix, string text)
    {
        Assert.True(ApiKey.TryParse(text, prefix, out ApiKey key));
        Assert.Equal(text.Substring(0, prefix.Length + 16), key.KeyId.ToString());
        Assert.Matches(ApiKey.PatternFor(prefix), $"key = '{text}';");
        Assert.Equal(prefix == "osk_", ApiKey.TryParse(text, out _));
    }

    [Fact]
    public void The_checksum_is_the_CRC_32_of_zip() => Assert.Equal(0xCBF43926, Crc32.Compute("123456789"));

    [Theory]
    [InlineData("")]
    [InlineData("osk_")]
    [InlineData("osk_your_secret_here")]
    [InlineData(" " + Sample)]
    [InlineData(Sample + " ")]
    [InlineData(Sample + "\n")]
    [InlineData(Sample + "0")]
    [InlineData("OSK_4t9qe2m7x0c5h8kv_Zq3vT8mWk1YcN0bHs7LrXe5JdGfU2aPo9iVtBn4KwQ64frIdE")]
    [InlineData("osk-4t9qe2m7x0c5h8kv_Zq3vT8mWk1YcN0bHs7LrXe5JdGfU2aPo9iVtBn4KwQ64frIdE")]
    [InlineData("osk_4t9qe2m7x0c5h8kv-Zq3vT8mWk1YcN0bHs7LrXe5JdGfU2aPo9iVtBn4KwQ64frIdE")]
    [InlineData("osk_4T9QE2M7X0C5H8KV_Zq3vT8mWk1YcN0bHs7LrXe5JdGfU2aPo9iVtBn4KwQ64frIdE")]
    [InlineData("osk_4t9qe2m7x0c5h8kl_Zq3vT8mWk1YcN0bHs7LrXe5JdGfU2aPo9iVtBn4KwQ64frIdE")]
    [InlineData("osk_4t9qe2m7x0c5h8kv_Zq3vT8mWk1YcN0bHs7LrXe5JdGfU2aPo9iVtBn4KwQ64frId-")]
    [InlineData("osk_4t9qe2m7x0c5h8kv_Zq3vT8mWk1YcN0bHs7LrXe5JdGfU2aPo9iVtBn4KwQ6zzzzzz")]
    public void Anything_else_is_refused(string text) => Assert.False(ApiKey.TryParse(text, out _));

    [Fact]
    public void Every_single_character_that_is_mistyped_is_noticed()
    {
        const string Typed = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-. \u00E4\u0130\u017F";
        for (int i = 0; i < Sample.Length; i++)
        {
            foreach (char c in Typed.Where(c => c != Sample[i]))
            {
                char[] text = Sample.ToCharArray();
                text[i] = c;
                Assert.False(ApiKey.TryParse(text, out _), new string(text));
            }
        }
    }

    [Fact]
    public void Two_neighbours_that_are_swapped_and_one_that_is_lost_are_noticed()
    {
        for (int i = 0; i + 1 < Sample.Length; i++)
        {
            string swapped = $"{Sample[..i]}{Sample[i + 1]}{Sample[i]}{Sample[(i + 2)..]}";
            Assert.True(swapped == Sample || !ApiKey.TryParse(swapped, out _), swapped);
            Assert.False(ApiKey.TryParse(Sample.Remove(i, 1), out _));
        }
    }

    [Fact]
    public void Text_of_any_kind_and_length_is_taken_without_throwing()
    {
        Seeded.Holds(Any.Unicode, text => Assert.False(ApiKey.TryParse(text, out _)));
        Seeded.Holds(Any.TextOf("0123456789abcdefghjkmnpqrstvwxyzABC_", 60, 75), text => Assert.False(ApiKey.TryParse("osk_" + text, out _)));
        Assert.False(ApiKey.TryParse(new string('x', 1_000_000), out _));
        Assert.False(ApiKey.TryParse(Sample, "", out _));
    }

    [Fact]
    public async Task An_issued_key_is_written_as_documented_and_never_twice()
    {
        var issuer = new ApiKeyIssuer(new MemoryCredentialStore());
        var seen = new HashSet<string>();
        for (int i = 0; i < 200; i++)
        {
            IssuedCredential issued = await issuer.IssueAsync(new());
            string text = issued.SecretShownOnce;
            Assert.Matches(new Regex("^osk_[0-9a-hjkmnp-tv-z]{16}_[0-9A-Za-z]{49}$"), text);
            Assert.Matches(ApiKey.PatternFor(), text);
            Assert.True(ApiKey.TryParse(text, out ApiKey key));
            Assert.Equal(issued.KeyId, key.KeyId);
            Assert.True(seen.Add(text[21..]));
            Assert.True(seen.Add(issued.KeyId));
        }
    }

    [Fact]
    public async Task Every_character_of_the_alphabet_comes_up_at_random()
    {
        // 200 keys have 8,600 random characters of 62: the chance that one of them never comes up is below 1 in 10^58.
        var issuer = new ApiKeyIssuer(new MemoryCredentialStore());
        var characters = new HashSet<char>();
        for (int i = 0; i < 200; i++)
        {
            characters.UnionWith((await issuer.IssueAsync(new())).SecretShownOnce[21..64]);
        }

        Assert.Equal(62, characters.Count);
    }

    [Fact]
    public void What_is_kept_is_the_SHA_256_of_the_whole_text()
    {
        // sha256sum of the sample, made with Python's hashlib.
        ApiKeyDigest digest = ApiKeyDigest.Of(Sample);
        Assert.True(digest.Fits(Convert.FromHexString("aac12d75ae76a500ad01023d34476cb50b6bc059f4d541e99b041050d8d7acbf")));
        Assert.False(digest.Fits(Convert.FromHexString("aac12d75ae76a500ad01023d34476cb50b6bc059f4d541e99b041050d8d7acbe")));
        Assert.False(digest.Fits(Encoding.ASCII.GetBytes("short")));
        Assert.False(digest.Fits([]));
    }

    [Fact]
    public void ToString_shows_the_key_id_and_nothing_of_the_secret()
    {
        Assert.True(ApiKey.TryParse(Sample, out ApiKey key));
        Assert.Equal("osk_4t9qe2m7x0c5h8kv_…", key.ToString());
    }

    [Fact]
    public void Taking_a_text_apart_allocates_nothing()
    {
        Assert.Equal(0, Allocations.LeastOf(50, _ =>
        {
            for (int i = 0; i < 100; i++)
            {
                ApiKey.TryParse(Sample, out ApiKey _);
            }
        }));
    }
}
