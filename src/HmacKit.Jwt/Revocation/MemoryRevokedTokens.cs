using System.Collections.Concurrent;

namespace HmacKit.Jwt;

/// <summary>
/// Revoked tokens in this process: bounded, and each is forgotten when it has ended. Other processes don't see them, and
/// a restart forgets them all: a revoked token that hasn't ended is accepted again.
/// </summary>
public sealed class MemoryRevokedTokens : RevokedTokens
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _ends = new(StringComparer.Ordinal);
    private readonly PriorityQueue<string, DateTimeOffset> _queue = new();
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private long _forgottenUntil;

    /// <summary>An empty memory.</summary>
    /// <param name="capacity">How many revoked tokens that haven't ended it holds; 100,000 by default, about 20 MB. When there are so many, it takes no more; it never forgets one to make room.</param>
    /// <param name="time">Where the time comes from; the system's clock by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity isn't over zero.</exception>
    public MemoryRevokedTokens(int capacity = 100_000, TimeProvider? time = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        Capacity = capacity;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>How many revoked tokens are held at a time.</summary>
    public int Capacity { get; }

    /// <inheritdoc/>
    protected override ValueTask<bool> AddCoreAsync(string tokenId, DateTimeOffset forgetAt, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Forget(_time.GetUtcNow());
            if (_ends.TryGetValue(tokenId, out DateTimeOffset known) && known >= forgetAt)
            {
                return new(true);
            }

            if (_queue.Count >= Capacity)
            {
                return new(false);
            }

            _queue.Enqueue(tokenId, forgetAt);
            _ends[tokenId] = forgetAt;
            return new(true);
        }
    }

    /// <inheritdoc/>
    protected override ValueTask<RevocationState> FindCoreAsync(string tokenId, DateTimeOffset forgetAt, CancellationToken cancellationToken)
    {
        // Asked for a token that would be forgotten by now, the clock was set back: it can't be told any more.
        bool isRevoked = _ends.ContainsKey(tokenId) || forgetAt.UtcTicks <= Volatile.Read(ref _forgottenUntil);
        return new(isRevoked ? RevocationState.Revoked : RevocationState.NotRevoked);
    }

    private void Forget(DateTimeOffset now)
    {
        while (_queue.TryPeek(out string? tokenId, out DateTimeOffset end) && end <= now)
        {
            _queue.Dequeue();
            Volatile.Write(ref _forgottenUntil, Math.Max(_forgottenUntil, end.UtcTicks));
            if (_ends.TryGetValue(tokenId, out DateTimeOffset last) && last <= now)
            {
                _ends.TryRemove(tokenId, out _);
            }
        }
    }
}
