namespace HmacKit.Benchmarks;

/// <summary>Threads that race through the same nonces: how many were accepted more than once.</summary>
internal static class ReplayContention
{
    public const int Threads = 4;
    public const int Nonces = 1_000_000;

    public static long Duplicates(string name)
    {
        var candidate = ReplayCandidate.Create(name, Nonces);
        string[] nonces = [.. Enumerable.Range(0, Nonces).Select(static i => ReplayCandidate.Nonce(i))];
        DateTimeOffset signedAt = candidate.SignedAt(0);
        long accepted = 0;
        using var start = new Barrier(Threads);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            start.SignalAndWait();
            long added = 0;
            foreach (string nonce in nonces)
            {
                added += candidate.TryAdd(nonce, signedAt) ? 1 : 0;
            }

            Interlocked.Add(ref accepted, added);
        }))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        return accepted - Nonces;
    }
}
