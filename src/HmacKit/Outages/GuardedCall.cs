using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace HmacKit;

/// <summary>
/// One call to a store and its time-out. It is used again for later calls, so that waiting for a server allocates
/// nothing; one that ran out of time isn't, since the store may still answer it.
/// </summary>
/// <remarks>
/// <see cref="_state"/> is odd while a call waits, and rises by one at its beginning and its end. The thread that raises it at the
/// end, the answer or the timer, gives the result. The timer isn't stopped when an answer comes: it goes off once in a
/// time-out at most, and looks then whether there is anything to end.
/// </remarks>
internal sealed class GuardedCall<TRequest, TResult> : IValueTaskSource<TResult>, IDisposable
{
    private readonly StoreGuard<TRequest, TResult> _guard;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly ITimer _timer;
    private readonly Action _onAnswer;

    // A waiting caller must not go on in the thread that reads the server's answers: if it took its time there, all others would wait.
    private ManualResetValueTaskSourceCore<TResult> _core = new() { RunContinuationsAsynchronously = true };
    private ConfiguredValueTaskAwaitable<TResult>.ConfiguredValueTaskAwaiter _answer;
    private TRequest _request = default!;
    private long _started;
    private long _state;
    private int _isArmed;
    private bool _isLate;

    public GuardedCall(StoreGuard<TRequest, TResult> guard)
    {
        _guard = guard;
        _onAnswer = OnAnswer;
        bool isSuppressed = ExecutionContext.IsFlowSuppressed();
        AsyncFlowControl flow = isSuppressed ? default : ExecutionContext.SuppressFlow();
        _timer = guard.Outage.Time.CreateTimer(
            static call => ((GuardedCall<TRequest, TResult>)call!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (!isSuppressed)
        {
            flow.Undo();
        }
    }

    /// <summary>True if this call finds out whether the store is back.</summary>
    public bool IsProbe { get; set; }

    /// <summary>Ends the store's work when the time is over.</summary>
    public CancellationToken Token => _cancellation.Token;

    /// <summary>Waits for the store's answer, and no longer than it may take.</summary>
    public ValueTask<TResult> Follow(ValueTask<TResult> asked, in TRequest request)
    {
        if (asked.IsCompleted)
        {
            bool isProbe = IsProbe;
            _guard.Return(this);
            return new(_guard.Conclude(asked.ConfigureAwait(false).GetAwaiter(), request, isProbe));
        }

        short version = _core.Version;
        _request = request;
        _answer = asked.ConfigureAwait(false).GetAwaiter();
        Volatile.Write(ref _started, _guard.Outage.Time.GetTimestamp());
        Interlocked.Increment(ref _state);
        Arm(_guard.Outage.Timeout);
        _answer.UnsafeOnCompleted(_onAnswer);
        return new ValueTask<TResult>(this, version);
    }

    /// <summary>What is answered for a store that threw before it gave a task.</summary>
    public ValueTask<TResult> Fail(Exception exception, in TRequest request)
    {
        bool isProbe = IsProbe;
        _guard.Return(this);
        return new(_guard.Fail(exception, request, isProbe));
    }

    public void Dispose() => _timer.Dispose();

    TResult IValueTaskSource<TResult>.GetResult(short token)
    {
        TResult result = _core.GetResult(token);
        if (_isLate)
        {
            Dispose();
            return result;
        }

        _core.Reset();
        (_answer, _request) = (default, default!);
        _guard.Return(this);
        return result;
    }

    ValueTaskSourceStatus IValueTaskSource<TResult>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<TResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void OnAnswer()
    {
        long state = Volatile.Read(ref _state);
        if (long.IsOddInteger(state) && Interlocked.CompareExchange(ref _state, state + 1, state) == state)
        {
            _core.SetResult(_guard.Conclude(_answer, _request, IsProbe));
            return;
        }

        // Too late: the call was answered for and counted. The exception has to be looked at by somebody.
        try
        {
            _answer.GetResult();
        }
        catch (Exception)
        {
            // It failed, as was assumed.
        }
    }

    private void OnTimer()
    {
        Interlocked.Exchange(ref _isArmed, 0);
        long state = Interlocked.Read(ref _state);
        if (long.IsEvenInteger(state))
        {
            return;
        }

        // It may have been set for an earlier call, and a system's timer may go off a little early.
        TimeSpan left = _guard.Outage.Timeout - _guard.Outage.Time.GetElapsedTime(Volatile.Read(ref _started));
        if (left > TimeSpan.Zero)
        {
            Arm(left);
        }
        else if (Interlocked.CompareExchange(ref _state, state + 1, state) == state)
        {
            _isLate = true;
            TResult result = _guard.Fail(new TimeoutException($"There was no answer within {_guard.Outage.Timeout}."), _request, IsProbe);
            Cancel();
            _core.SetResult(result);
        }
    }

    private void Arm(TimeSpan due)
    {
        if (Interlocked.CompareExchange(ref _isArmed, 1, 0) == 0)
        {
            // Rounded up: what is below a millisecond would go off at once, again and again.
            _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(due.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
        }
    }

    private void Cancel()
    {
        try
        {
            _cancellation.Cancel();
        }
        catch (AggregateException)
        {
            // What the store does on being cancelled is its own concern.
        }
    }
}
