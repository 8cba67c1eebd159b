namespace HmacKit.Tests.Text;

public class ConstantTimeTests
{
    [Fact]
    public void Bytes_are_equal_only_if_all_of_them_are()
    {
        var random = new Random(1);
        for (int length = 0; length <= 70; length++)
        {
            byte[] left = new byte[length];
            random.NextBytes(left);
            Assert.True(ConstantTime.AreEqual(left, (byte[])left.Clone()));
            for (int bit = 0; bit < 8 * length; bit++)
            {
                byte[] right = (byte[])left.Clone();
                right[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.False(ConstantTime.AreEqual(left, right));
            }
        }
    }

    [Fact]
    public void Bytes_of_different_lengths_are_never_equal()
    {
        byte[] zeros = new byte[64];
        Assert.False(ConstantTime.AreEqual(zeros.AsSpan(0, 32), zeros));
        Assert.False(ConstantTime.AreEqual(zeros.AsSpan(0, 32), zeros.AsSpan(0, 31)));
        Assert.False(ConstantTime.AreEqual(zeros.AsSpan(0, 1), default));
    }

    [Fact]
    public void Two_differences_do_not_cancel_each_other_out()
    {
        byte[] right = new byte[32];
        right[3] = 0x80;
        right[11] = 0x80;
        Assert.False(ConstantTime.AreEqual(new byte[32], right));
    }

    /// <summary>Tags of 20 bytes, SHA-1's, have four behind their whole words; truncated ones have any number.</summary>
    [Theory]
    [InlineData(10, 8, 9)]
    [InlineData(20, 16, 17)]
    [InlineData(20, 16, 19)]
    [InlineData(20, 0, 16)]
    [InlineData(7, 0, 6)]
    public void Two_differences_do_not_cancel_each_other_out_behind_the_last_whole_word_either(int length, int first, int second)
    {
        byte[] right = new byte[length];
        right[first] = 0x80;
        right[second] = 0x80;
        Assert.False(ConstantTime.AreEqual(new byte[length], right));
    }
}
