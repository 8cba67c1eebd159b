using System.Numerics;

namespace HmacKit;

/// <summary>
/// A run of slots, one fingerprint each; zero is an empty slot. Where a fingerprint may lie is a pure function of the
/// fingerprint: <see cref="Window"/> slots in a row, taken in order.
/// </summary>
/// <remarks>
/// This is why exactly one of any number of equal claims is added. All of them try the same slots in the same order.
/// A slot changes once, from empty to a fingerprint, by compare-and-swap. If two of them were added, the one in the
/// later slot would have found the earlier slot holding some other fingerprint; but that slot holds theirs, and it
/// has never held anything else. A full window goes on in the next segment, which is the same one for all.
/// </remarks>
internal sealed class ReplaySegment
{
    /// <summary>How many slots a fingerprint may lie in: 128. Most look at one or two; no window is full before two thirds of the segment are.</summary>
    public const int Window = 128;

    private readonly ulong[] _slots;
    private readonly ulong _homes;
    private readonly int _turn;
    private ReplaySegment? _next;

    /// <summary>A segment over an array of zeros with more than <see cref="Window"/> elements.</summary>
    /// <param name="slots">The array.</param>
    /// <param name="ordinal">Which segment of its generation this is. Each one looks at other bits, so that what crowds one is spread over the next.</param>
    public ReplaySegment(ulong[] slots, int ordinal)
    {
        _slots = slots;
        _homes = (ulong)(slots.Length - Window + 1);
        _turn = 32 + (13 * ordinal);
    }

    /// <summary>The array.</summary>
    public ulong[] Slots => _slots;

    /// <summary>Where full windows go on; set once.</summary>
    public ReplaySegment? Next
    {
        get => Volatile.Read(ref _next);
        set => Volatile.Write(ref _next, value);
    }

    /// <summary>Finds the fingerprint or puts it in; null if the window is full of others.</summary>
    /// <param name="fingerprint">The fingerprint, not zero.</param>
    /// <param name="mayAdd">Whether it may be put in; if not, an empty slot is <see cref="ReplayOutcome.Full"/>.</param>
    public ReplayOutcome? TryPlace(ulong fingerprint, bool mayAdd)
    {
        ulong bits = (uint)BitOperations.RotateRight(fingerprint, _turn);
        int home = (int)((bits * _homes) >> 32);
        foreach (ref ulong slot in _slots.AsSpan(home, Window))
        {
            ulong held = Volatile.Read(ref slot);
            if (held == 0)
            {
                if (!mayAdd)
                {
                    return ReplayOutcome.Full;
                }

                held = Interlocked.CompareExchange(ref slot, fingerprint, 0);
                if (held == 0)
                {
                    return ReplayOutcome.Added;
                }
            }

            if (held == fingerprint)
            {
                return ReplayOutcome.Seen;
            }
        }

        return null;
    }
}
