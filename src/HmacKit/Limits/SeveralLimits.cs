namespace HmacKit;

/// <summary>Takes tokens under several limits, buckets or windows, all together or none.</summary>
internal static class SeveralLimits
{
    private const int MaxStrangerAttempts = 64;

    // Windows' places come after all of the buckets', in the order in which places are locked.
    private const long IsWindow = 1L << 32;

    /// <summary>Takes them.</summary>
    /// <param name="tables">Where the caller's buckets and windows are.</param>
    /// <param name="clock">The limits' clock.</param>
    /// <param name="hash">Who is asking.</param>
    /// <param name="limits">At least two limits.</param>
    /// <param name="tokens">How many.</param>
    /// <param name="now">The time in ticks.</param>
    public static LimitDecision Take(LimitTables tables, LimitClock clock, long hash, ReadOnlySpan<BucketLimit> limits, int tokens, long now)
    {
        Span<int> places = stackalloc int[limits.Length];
        LogsInUse spares = default;
        int attempts = 0;
        do
        {
            if (tables.IsForStrangers && ++attempts > MaxStrangerAttempts)
            {
                // Newcomers, or two limits of this very call, may take each other's places again and again.
                return new LimitDecision(LimitStatus.StoreFull, limits[0]);
            }

            for (int i = 0; i < limits.Length; i++)
            {
                places[i] = tables.PlacesOf(limits[i]).FindOrAdd(hash ^ limits[i].Fingerprint, limits[i].Schedule, clock);
                if (places[i] < 0)
                {
                    return new LimitDecision(LimitStatus.StoreFull, limits[i]);
                }

                spares[i] = limits[i].Window is { } window ? tables.Windows.SpareFor(places[i], window) : null;
            }
        }
        while (!TryLockAll(tables, hash, limits, places));

        return TakeLocked(tables, clock, hash, limits, places, spares, tokens, Math.Max(now, clock.Floor));
    }

    // All are locked before any is looked at, in one order, so that two calls never wait for each other. False if one has
    // another owner by now: a full bucket's place is free, for another limit of this very call too.
    private static bool TryLockAll(LimitTables tables, long hash, ReadOnlySpan<BucketLimit> limits, ReadOnlySpan<int> places)
    {
        Span<long> inOrder = stackalloc long[places.Length];
        for (int i = 0; i < places.Length; i++)
        {
            inOrder[i] = (uint)places[i] | (limits[i].IsWindow ? IsWindow : 0);
        }

        inOrder.Sort();
        for (int i = 1; i < inOrder.Length; i++)
        {
            if (inOrder[i] == inOrder[i - 1])
            {
                return false;
            }
        }

        foreach (long place in inOrder)
        {
            ((place & IsWindow) != 0 ? tables.Windows.Places : tables.Buckets).Lock((int)place);
        }

        for (int i = 0; i < places.Length; i++)
        {
            if (tables.PlacesOf(limits[i]).FingerprintAt(places[i]) != (hash ^ limits[i].Fingerprint))
            {
                for (int each = 0; each < places.Length; each++)
                {
                    BucketTable table = tables.PlacesOf(limits[each]);
                    table.Unlock(places[each], table.ReadLocked(places[each]));
                }

                return false;
            }
        }

        return true;
    }

    private static LimitDecision TakeLocked(
        LimitTables tables, LimitClock clock, long hash, ReadOnlySpan<BucketLimit> limits, ReadOnlySpan<int> places, LogsInUse spares, int tokens, long now)
    {
        Span<long> before = stackalloc long[limits.Length];
        Span<long> after = stackalloc long[limits.Length];
        var worst = LimitStatus.Allowed;
        for (int i = 0; i < limits.Length; i++)
        {
            before[i] = tables.PlacesOf(limits[i]).ReadLocked(places[i]);
            LimitStatus status = limits[i].Window is { } window
                ? limits[i].Evaluate(tables.Windows.LockedLog(places[i], window, spares[i], hash ^ limits[i].Fingerprint, now), tokens)
                : limits[i].Evaluate(before[i], now, tokens, out after[i]);
            worst = status > worst ? status : worst; // Allowed, Exhausted, OverCapacity, in this order
        }

        LimitDecision binding = default;
        for (int i = 0; i < limits.Length; i++)
        {
            LimitStatus status = LimitStatus.Allowed;
            LimitDecision decision;
            if (limits[i].Window is { } window)
            {
                WindowLog log = tables.Windows.LockedLog(places[i], window, spares[i], hash ^ limits[i].Fingerprint, now);
                if (worst == LimitStatus.Allowed)
                {
                    log.Take(now, tokens);
                }
                else
                {
                    status = limits[i].Evaluate(log, tokens);
                }

                decision = limits[i].Decide(status, log, tokens, now, clock);
                tables.Windows.Unlock(places[i], limits[i].Schedule, log);
            }
            else
            {
                long state = worst == LimitStatus.Allowed ? after[i] : before[i];
                status = worst == LimitStatus.Allowed ? worst : limits[i].Evaluate(before[i], now, tokens, out _);
                tables.Buckets.Unlock(places[i], state);
                decision = limits[i].Decide(status, state, tokens, now, clock);
            }

            if (status == worst && (binding.Binding is null || decision.BindsMoreThan(binding)))
            {
                binding = decision;
            }
        }

        return binding;
    }

    /// <summary>A log for each limit, without an array for them.</summary>
    [System.Runtime.CompilerServices.InlineArray(BucketLimits.MaxCount)]
    private struct LogsInUse
    {
        private long[]? _first;
    }
}
