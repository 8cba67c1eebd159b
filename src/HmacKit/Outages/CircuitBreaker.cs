namespace HmacKit;

/// <summary>
/// Decides whether to ask a store that may be away. After some failures in a row it isn't asked for a while; then one
/// call after the other tries, until one succeeds. As long as all is well nothing is locked or written.
/// </summary>
internal sealed class CircuitBreaker(int failuresToOpen, TimeSpan breakDuration, TimeProvider time)
{
    private const int Closed = 0;
    private const int Open = 1;
    private const int Probing = 2;

    private readonly Lock _gate = new();
    private volatile int _state;
    private int _failures;
    private long _openedAt;
    private long _awaySince;

    public bool IsOpen => _state != Closed;

    /// <summary>How long the store has been away; zero if it isn't.</summary>
    public TimeSpan AwayFor => IsOpen ? time.GetElapsedTime(Volatile.Read(ref _awaySince)) : TimeSpan.Zero;

    /// <summary>Whether to ask now. Each call that was let in reports with <see cref="Succeeded"/> or <see cref="Failed"/>, a probe above all.</summary>
    public bool TryEnter(out bool isProbe)
    {
        isProbe = false;
        return _state == Closed || TryProbe(out isProbe);
    }

    /// <summary>An answer came. True if that ends an outage.</summary>
    public bool Succeeded(bool isProbe)
    {
        if (isProbe)
        {
            lock (_gate)
            {
                _failures = 0;
                _state = Closed;
                return true;
            }
        }

        // One that was sent before the outage tells nothing of now: the probe decides.
        if (_state == Closed && Volatile.Read(ref _failures) != 0)
        {
            Volatile.Write(ref _failures, 0);
        }

        return false;
    }

    /// <summary>No answer came. True if an outage begins with that.</summary>
    public bool Failed(bool isProbe)
    {
        lock (_gate)
        {
            if (isProbe)
            {
                _openedAt = time.GetTimestamp();
                _state = Open;
                return false;
            }

            if (_state != Closed || ++_failures < failuresToOpen)
            {
                return false;
            }

            _openedAt = time.GetTimestamp();
            Volatile.Write(ref _awaySince, _openedAt);
            _state = Open;
            return true;
        }
    }

    private bool TryProbe(out bool isProbe)
    {
        lock (_gate)
        {
            isProbe = _state == Open && time.GetElapsedTime(_openedAt) >= breakDuration;
            _state = isProbe ? Probing : _state;
            return isProbe || _state == Closed;
        }
    }
}
