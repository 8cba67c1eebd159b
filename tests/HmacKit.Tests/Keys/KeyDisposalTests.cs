using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Tests.Keys;

public class KeyDisposalTests
{
    [Fact]
    public void Dispose_zeroes_the_secret_and_refuses_every_use_afterwards()
    {
        HmacKey key = HmacKey.Generate();
        Assert.True(key.Secret.ContainsAnyExcept((byte)0));
        byte[] tag = key.Tag("message"u8);
        _ = key.Tag("message"u8); // the prepared state exists now

        key.Dispose();

        Assert.False(key.Secret.ContainsAnyExcept((byte)0));
        Assert.Throws<ObjectDisposedException>(() => key.Tag("message"u8));
        Assert.Throws<ObjectDisposedException>(() => key.Verify("message"u8, tag));
        Assert.Throws<ObjectDisposedException>(() => key.ComputeTag("head"u8, "body"u8, "tail"u8, tag));
        key.Dispose();
    }

    [Fact]
    public void A_key_that_was_never_used_can_be_disposed_of()
    {
        HmacKey key = HmacKey.Generate();
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.Tag("message"u8));
    }

    [Fact]
    public void Dispose_reaches_the_states_of_other_threads()
    {
        HmacKey key = HmacKey.Generate();
        using var used = new Barrier(2);
        using var disposed = new Barrier(2);
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            for (int i = 0; i < 5; i++)
            {
                key.Tag("message"u8);
            }

            used.SignalAndWait();
            disposed.SignalAndWait();
            failure = Record.Exception(() => key.Tag("message"u8));
        });
        thread.Start();
        used.SignalAndWait();
        key.Dispose();
        disposed.SignalAndWait();
        thread.Join();
        Assert.IsType<ObjectDisposedException>(failure);
    }

    /// <summary>So many that the key looks through the states it knows: those of living threads are no litter.</summary>
    [Fact]
    public void Dispose_reaches_the_states_of_many_threads()
    {
        const int Threads = 12;
        HmacKey key = HmacKey.Generate();
        using var used = new Barrier(Threads + 1);
        using var disposed = new Barrier(Threads + 1);
        var failures = new Exception?[Threads];
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            key.Tag("message"u8);
            key.Tag("message"u8);
            used.SignalAndWait();
            disposed.SignalAndWait();
            failures[number] = Record.Exception(() => key.Tag("message"u8));
        }))];
        Array.ForEach(threads, thread => thread.Start());
        used.SignalAndWait();
        key.Dispose();
        disposed.SignalAndWait();
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(failures, failure => Assert.IsType<ObjectDisposedException>(failure));
    }

    [Fact]
    public void While_a_key_is_disposed_of_each_use_gives_the_right_tag_or_throws()
    {
        for (int round = 0; round < 40; round++)
        {
            HmacKey key = HmacKey.FromText($"the secret of round {round:d4}");
            byte[] expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes($"the secret of round {round:d4}"), "message"u8);
            var wrong = new ConcurrentBag<string>();
            bool isDisposed = false;
            using var start = new Barrier(5);
            Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
            {
                byte[] tag = new byte[32];
                start.SignalAndWait();
                try
                {
                    for (bool wasDisposed = false; !wasDisposed;)
                    {
                        wasDisposed = Volatile.Read(ref isDisposed);
                        key.ComputeTag("message"u8, tag);
                        if (tag.AsSpan().SequenceCompareTo(expected) != 0)
                        {
                            wrong.Add(Convert.ToHexString(tag));
                        }
                    }

                    wrong.Add("used after it was disposed of");
                }
                catch (ObjectDisposedException)
                {
                }
                catch (Exception exception)
                {
                    wrong.Add(exception.ToString());
                }
            }))];
            Array.ForEach(threads, thread => thread.Start());
            start.SignalAndWait();
            Thread.SpinWait(round * 200);
            key.Dispose();
            Volatile.Write(ref isDisposed, true);
            Array.ForEach(threads, thread => thread.Join());
            Assert.Empty(wrong);
        }
    }

    /// <summary>A tag under a secret that is half zeroed, or zeroed, is one that anybody can make.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_tag_comes_of_a_secret_that_is_zeroed_while_it_is_read(bool withState)
    {
        // Hashing so long a secret takes a while, and Dispose falls into them.
        byte[] secret = new byte[1024 * 1024];
        Array.Fill(secret, (byte)'k');
        byte[] expected = HMACSHA256.HashData(secret, "message"u8);
        for (int round = 0; round < 8; round++)
        {
            HmacKey key = HmacKey.FromText(Encoding.ASCII.GetString(secret));
            byte[]? tag = new byte[32];
            using var started = new ManualResetEventSlim();
            var thread = new Thread(() =>
            {
                started.Set();
                try
                {
                    key.ComputeTag(withState ? "mess"u8 : "message"u8, withState ? "age"u8 : default, default, tag);
                }
                catch (ObjectDisposedException)
                {
                    tag = null;
                }
            });
            thread.Start();
            started.Wait();
            Thread.SpinWait(round * 200);
            key.Dispose();
            thread.Join();
            Assert.True(tag is null || tag.AsSpan().SequenceCompareTo(expected) == 0, "a wrong tag came out");
        }
    }
}
