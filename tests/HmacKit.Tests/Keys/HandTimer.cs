namespace HmacKit.Tests.Keys;

/// <summary>A clock whose timers go off when the test says so.</summary>
internal sealed class HandTimer : TimeProvider
{
    private TimerCallback? _callback;
    private object? _state;

    /// <summary>After what time the last timer was to go off.</summary>
    public TimeSpan Due { get; private set; }

    public void Fire() => _callback!(_state);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        (Due, _callback, _state) = (dueTime, callback, state);
        return new Timer();
    }

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
