namespace HmacKit;

/// <summary>
/// How many MACs a refusal costs: as many as the ring with the most accepted keys that was asked for lately. If each id cost what its
/// own ring has, the time of a refusal would tell which ids exist and have a rotation under way.
/// </summary>
internal sealed class RefusalCost
{
    private const int CountBits = 8;
    private const long CountMask = (1 << CountBits) - 1;

    // The hour, the largest ring of that hour, and the largest one of the hour before. So a rotation counts for one to two hours
    // after the last request for its ring, and not until the process ends.
    private long _state;

    /// <summary>The number of MACs, once a ring with this many accepted keys has been asked for; at least 1.</summary>
    public int Including(int acceptedKeys, DateTimeOffset now)
    {
        long hour = now.ToUnixTimeSeconds() / 3600;
        long state = Volatile.Read(ref _state);
        while (true)
        {
            long next = Next(state, acceptedKeys, hour);
            long seen = next == state ? state : Interlocked.CompareExchange(ref _state, next, state);
            if (seen == state)
            {
                return (int)Math.Max(1, Math.Max(next & CountMask, (next >> CountBits) & CountMask));
            }

            state = seen;
        }
    }

    private static long Next(long state, int acceptedKeys, long hour)
    {
        long since = hour - (state >> (2 * CountBits));
        long current = (state >> CountBits) & CountMask;
        long before = state & CountMask;
        if (since > 0)
        {
            (current, before) = (0, since == 1 ? current : 0);
        }

        // A clock that goes back starts no new hour.
        hour -= Math.Min(since, 0);
        return (hour << (2 * CountBits)) | (Math.Max(current, acceptedKeys) << CountBits) | before;
    }
}
