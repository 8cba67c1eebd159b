using System.Security.Cryptography;

namespace HmacKit;

/// <summary>One reusable hash a thread: the one-shot call sets its algorithm up anew each time, under a global lock.</summary>
internal static class ThreadHash
{
    [ThreadStatic]
    private static IncrementalHash? t_hash;

    /// <summary>The digest of <c>head ‖ body ‖ tail</c>; returns its length.</summary>
    public static int Compute(HashAlgorithmName algorithm, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, ReadOnlySpan<byte> tail, Span<byte> digest)
    {
        IncrementalHash? hash = t_hash;
        if (hash is null || hash.AlgorithmName != algorithm)
        {
            hash?.Dispose();
            t_hash = hash = IncrementalHash.CreateHash(algorithm);
        }

        hash.AppendData(head);
        if (!body.IsEmpty)
        {
            hash.AppendData(body);
        }

        if (!tail.IsEmpty)
        {
            hash.AppendData(tail);
        }

        return hash.GetHashAndReset(digest);
    }
}
