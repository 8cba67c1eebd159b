using System.Text;

namespace HmacKit.Tests.Secrets;

public class AesGcmSecretProtectorTests
{
    private static readonly byte[] Secret = "a secret that node has sealed"u8.ToArray();
    private static readonly byte[] KeyBytes = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private readonly AesGcmSecretProtector _protector = new(new ProtectionKey("2026-01", KeyBytes));

    /// <summary>Sealed by node's crypto module: the format is what the documentation says, not what we happen to write.</summary>
    [Fact]
    public void What_another_implementation_has_sealed_is_opened()
    {
        byte[] sealedSecret = Convert.FromHexString(
            "0107323032362d3031000102030405060708090a0b2622a57ea697a76fad35ffeac5c91602e7b3a75c91087f0f5d0689e0799df179d7cb845d25ac27225a7aa6b51b");
        Assert.True(_protector.TryOpen(sealedSecret, "partner-1", out byte[]? secret));
        Assert.Equal(Secret, secret);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(4096)]
    public void What_was_sealed_is_opened_and_has_the_documented_length(int length)
    {
        byte[] secret = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
        byte[] sealedSecret = _protector.Seal(secret, "partner-1");
        Assert.Equal(1 + 1 + 7 + 12 + length + 16, sealedSecret.Length);
        Assert.Equal([1, 7, .. "2026-01"u8], sealedSecret[..9]);
        Assert.True(_protector.TryOpen(sealedSecret, "partner-1", out byte[]? opened));
        Assert.Equal(secret, opened);
    }

    [Fact]
    public void The_same_secret_is_sealed_differently_each_time()
    {
        string[] nonces = [.. Enumerable.Range(0, 1_000).Select(_ => Convert.ToHexString(_protector.Seal(Secret, "k").AsSpan(9, 12)))];
        Assert.Equal(nonces.Length, nonces.Distinct().Count());
    }

    [Fact]
    public void Any_bit_that_was_changed_is_noticed()
    {
        byte[] sealedSecret = _protector.Seal(Secret, "partner-1");
        for (int bit = 0; bit < sealedSecret.Length * 8; bit++)
        {
            byte[] changed = [.. sealedSecret];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(_protector.TryOpen(changed, "partner-1", out byte[]? secret));
            Assert.Null(secret);
        }
    }

    [Fact]
    public void Any_length_but_its_own_is_noticed()
    {
        byte[] sealedSecret = _protector.Seal(Secret, "partner-1");
        for (int length = 0; length < sealedSecret.Length; length++)
        {
            Assert.False(_protector.TryOpen(sealedSecret.AsSpan(0, length), "partner-1", out _));
        }

        Assert.False(_protector.TryOpen([.. sealedSecret, 0], "partner-1", out _));
        Assert.False(_protector.TryOpen(new byte[10_000], "partner-1", out _));
    }

    [Theory]
    [InlineData("partner-2")]
    [InlineData("Partner-1")]
    [InlineData("partner-1 ")]
    [InlineData("")]
    [InlineData("\u00FC")]
    public void What_was_sealed_for_one_key_id_does_not_open_for_another(string keyId)
    {
        Assert.False(_protector.TryOpen(_protector.Seal(Secret, "partner-1"), keyId, out byte[]? secret));
        Assert.Null(secret);
    }

    [Fact]
    public void Bytes_of_any_kind_are_refused_and_nothing_is_thrown() => Seeded.Holds(Any.Bytes(200), bytes =>
    {
        Assert.False(_protector.TryOpen(bytes, "k", out _));
        byte[] likely = [1, 7, .. "2026-01"u8, .. bytes];
        Assert.False(_protector.TryOpen(likely, "k", out _));
    });

    [Fact]
    public void After_a_rotation_the_new_key_seals_and_the_old_one_still_opens()
    {
        byte[] old = _protector.Seal(Secret, "k");
        var rotated = new AesGcmSecretProtector(ProtectionKey.Generate("2026-02"), new ProtectionKey("2026-01", KeyBytes));
        Assert.Equal("2026-02", rotated.CurrentKeyId);
        Assert.True(rotated.TryOpen(old, "k", out byte[]? secret));
        Assert.Equal(Secret, secret);
        Assert.True(rotated.IsOutdated(old));
        byte[] again = rotated.Seal(secret, "k");
        Assert.False(rotated.IsOutdated(again));
        Assert.False(_protector.TryOpen(again, "k", out _));
        Assert.False(new AesGcmSecretProtector(ProtectionKey.Generate("2026-02")).TryOpen(again, "k", out _));
    }

    [Fact]
    public void Two_protection_keys_of_one_id_are_refused() =>
        Assert.Throws<ArgumentException>(() => new AesGcmSecretProtector(ProtectionKey.Generate("a"), ProtectionKey.Generate("b"), ProtectionKey.Generate("a")));

    [Fact]
    public void An_empty_or_very_long_secret_is_refused_and_so_is_an_impossible_key_id()
    {
        Assert.Throws<ArgumentException>(() => _protector.Seal([], "k"));
        Assert.Throws<ArgumentException>(() => _protector.Seal(new byte[4097], "k"));
        Assert.Throws<ArgumentException>(() => _protector.Seal(Secret, "\u00FC"));
        Assert.Throws<ArgumentException>(() => _protector.Seal(Secret, new string('k', 257)));
    }

    [Fact]
    public async Task Many_threads_seal_and_open_at_once() =>
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                byte[] secret = Encoding.UTF8.GetBytes($"secret {i} of {thread}");
                Assert.True(_protector.TryOpen(_protector.Seal(secret, $"k{thread}"), $"k{thread}", out byte[]? opened));
                Assert.Equal(secret, opened);
            }
        })));
}
