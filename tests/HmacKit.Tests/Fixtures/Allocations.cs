namespace HmacKit.Tests.Fixtures;

/// <summary>What a piece of work allocates on this thread.</summary>
internal static class Allocations
{
    /// <summary>
    /// The bytes of the best of some rounds. Now and then a collection that another thread causes in the middle of one
    /// makes the runtime count what was left of this thread's allocation buffer, up to 8 KB that nobody asked for.
    /// </summary>
    public static long LeastOf(int rounds, Action<int> work)
    {
        long least = long.MaxValue;
        for (int round = 0; round < rounds && least > 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work(round);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
