using System.Security.Cryptography;

namespace HmacKit;

/// <summary>
/// A keyed hash that is prepared once and used again. Each thread has a small table of its own, so using one takes
/// no lock, scales with the cores, and the memory is bounded however many keys there are: a key that a thread meets
/// for the first time is computed in one shot, without a state; one that it meets again gets a place in the table.
/// </summary>
internal sealed class KeyedState
{
    // Threads × 64 × about 850 bytes (650 of them native) at the most.
    private const int TableSize = 64;

    private const int Idle = 0;
    private const int Busy = 1;
    private const int Retired = 2;

    [ThreadStatic]
    private static KeyedState?[]? t_table;

    [ThreadStatic]
    private static long[]? t_lastSeen;

    private readonly IncrementalHash _hash;
    private readonly long _serial;
    private int _use;

    private KeyedState(HmacKey key)
    {
        _hash = IncrementalHash.CreateHMAC(key.Algorithm.Hash, key.Secret);
        _serial = key.Serial;
        key.Track(this);
    }

    /// <summary>The tag of <c>head ‖ body ‖ tail</c> under <paramref name="key"/>.</summary>
    public static void ComputeTag(HmacKey key, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, ReadOnlySpan<byte> tail, Span<byte> tag)
    {
        KeyedState?[]? table = t_table;
        int slot = (int)key.Serial & (TableSize - 1);
        if (table is not null && table[slot] is { } state && state._serial == key.Serial && state.TryEnter())
        {
            try
            {
                state.Compute(head, body, tail, tag);
            }
            finally
            {
                state.Exit();
            }
        }
        else
        {
            ComputeFirst(key, slot, head, body, tail, tag);
        }
    }

    /// <summary>Frees the native state, at once or, when another thread is in the middle of using it, right after that.</summary>
    public void Retire()
    {
        if (Interlocked.Exchange(ref _use, Retired) == Idle)
        {
            _hash.Dispose();
        }
    }

    private static void ComputeFirst(HmacKey key, int slot, ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, ReadOnlySpan<byte> tail, Span<byte> tag)
    {
        ObjectDisposedException.ThrowIf(key.IsDisposed, key);
        t_table ??= new KeyedState?[TableSize];
        long[] lastSeen = t_lastSeen ??= new long[TableSize];
        if (lastSeen[slot] != key.Serial && body.IsEmpty && tail.IsEmpty)
        {
            lastSeen[slot] = key.Serial;
            CryptographicOperations.HmacData(key.Algorithm.Hash, key.Secret, head, tag);

            // If the secret was zeroed in the meantime, this is a tag that anybody can make.
            Interlocked.MemoryBarrier();
            if (key.IsDisposed)
            {
                CryptographicOperations.ZeroMemory(tag);
                throw new ObjectDisposedException(nameof(HmacKey));
            }

            return;
        }

        lastSeen[slot] = key.Serial;
        var state = new KeyedState(key);
        KeyedState? previous = t_table[slot];
        t_table[slot] = state;
        previous?.Retire();
        ComputeTag(key, head, body, tail, tag);
    }

    private void Compute(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, ReadOnlySpan<byte> tail, Span<byte> tag)
    {
        _hash.AppendData(head);
        if (!body.IsEmpty)
        {
            _hash.AppendData(body);
        }

        if (!tail.IsEmpty)
        {
            _hash.AppendData(tail);
        }

        _hash.GetHashAndReset(tag);
    }

    private bool TryEnter() => Interlocked.CompareExchange(ref _use, Busy, Idle) == Idle;

    private void Exit()
    {
        if (Interlocked.CompareExchange(ref _use, Idle, Busy) == Retired)
        {
            _hash.Dispose();
        }
    }
}
