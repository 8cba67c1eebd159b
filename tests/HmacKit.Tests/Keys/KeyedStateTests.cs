using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace HmacKit.Tests.Keys;

/// <summary>The prepared states are a matter of speed alone: the tags are the same with and without them.</summary>
public class KeyedStateTests
{
    private const int ManyKeys = 300; // several times what a thread keeps prepared

    [Fact]
    public void More_keys_than_a_thread_keeps_prepared_give_right_tags_from_several_threads()
    {
        byte[][] secrets = [.. Enumerable.Range(0, ManyKeys).Select(i => SHA256.HashData(BitConverter.GetBytes(i)))];
        HmacKey[] keys = [.. secrets.Select(secret => VectorFile.Key(HmacAlgorithm.Sha256, secret))];
        byte[] message = [.. Enumerable.Range(0, 300).Select(i => (byte)i)];
        byte[][] expected = [.. secrets.Select(secret => HMACSHA256.HashData(secret, message))];
        var wrong = new ConcurrentBag<int>();
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(seed => new Thread(() =>
        {
            var random = new Random(seed);
            byte[] tag = new byte[32];
            for (int i = 0; i < 5_000; i++)
            {
                // Mostly few keys, so that states are used again, and now and then any key, so that they are pushed out.
                int at = random.Next(4) == 0 ? random.Next(ManyKeys) : random.Next(8) * 64 % ManyKeys;
                int cut = random.Next(message.Length);
                int secondCut = random.Next(cut, message.Length);
                switch (random.Next(3))
                {
                    case 0:
                        keys[at].ComputeTag(message, tag);
                        break;
                    case 1:
                        keys[at].ComputeTag(message.AsSpan(0, cut), message.AsSpan(cut), default, tag);
                        break;
                    default:
                        keys[at].ComputeTag(message.AsSpan(0, cut), message.AsSpan(cut..secondCut), message.AsSpan(secondCut), tag);
                        break;
                }

                if (tag.AsSpan().SequenceCompareTo(expected[at]) != 0)
                {
                    wrong.Add(at);
                }
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Empty(wrong);
        Array.ForEach(keys, key => key.Dispose());
    }

    [Fact]
    public void Threads_that_come_and_go_leave_a_key_working()
    {
        using HmacKey key = HmacKey.Generate();
        byte[] expected = key.Tag("message"u8);
        for (int i = 0; i < 50; i++)
        {
            byte[] tag = new byte[32];
            var thread = new Thread(() =>
            {
                key.ComputeTag("message"u8, tag);
                key.ComputeTag("message"u8, tag);
            });
            thread.Start();
            thread.Join();
            Assert.Equal(expected, tag);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    public void A_destination_that_is_too_small_is_refused(int size)
    {
        using HmacKey key = HmacKey.Generate();
        Assert.Throws<ArgumentException>(() => key.ComputeTag("message"u8, new byte[size]));
    }

    [Fact]
    public void A_larger_destination_is_written_to_as_far_as_the_tag_goes()
    {
        using HmacKey key = HmacKey.Generate();
        byte[] destination = new byte[40];
        Assert.Equal(32, key.ComputeTag("message"u8, destination));
        Assert.Equal(new byte[8], destination[32..]);
    }

    [Fact]
    public void Generated_keys_differ_and_are_long_enough()
    {
        using HmacKey one = HmacKey.Generate();
        using HmacKey other = HmacKey.Generate(HmacAlgorithm.Sha512);
        Assert.False(one.IsShort);
        Assert.Same(HmacAlgorithm.Sha256, one.Algorithm);
        Assert.Same(HmacAlgorithm.Sha512, other.Algorithm);
        Assert.NotEqual(Convert.ToHexString(one.Secret), Convert.ToHexString(other.Secret));
    }
}
