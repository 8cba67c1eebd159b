using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Tests.Keys;

/// <summary>Keyed states are found by the serial of their key.</summary>
public class KeySerialTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_766_000_000);

    [Fact]
    public void No_two_keys_share_a_state()
    {
        HmacKey first = HmacKey.FromText(Secret);
        byte[] tag = new byte[32];
        for (int i = 0; i < 3; i++)
        {
            first.ComputeTag("a"u8, tag);
        }
        FieldInfo last = typeof(HmacKey).GetField("s_lastSerial", BindingFlags.NonPublic | BindingFlags.Static)!;
        // As after so many keys more that a serial of 32 bits begins again: derived keys have one each.
        last.SetValue(null, first.Serial - 1 + (1L << 32));
        HmacKey second = HmacKey.FromText(Secret + "other");
        byte[] other = new byte[32];
        second.ComputeTag("a"u8, other);
        Assert.Equal(HMACSHA256.HashData(Encoding.ASCII.GetBytes(Secret + "other"), "a"u8), other);
    }
}
