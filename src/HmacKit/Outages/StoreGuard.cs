using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace HmacKit;

/// <summary>
/// Calls to a store that may be away: each has its time, a store that fails again and again isn't asked, and whatever it
/// throws becomes an answer.
/// </summary>
/// <typeparam name="TRequest">What has to be known of a call when its answer comes.</typeparam>
/// <typeparam name="TResult">The answer.</typeparam>
internal abstract class StoreGuard<TRequest, TResult>(StoreOutage outage)
{
    // Calls that wait at the same time; more than that are made anew.
    private const int MaxPooled = 1024;

    private readonly ConcurrentQueue<GuardedCall<TRequest, TResult>> _calls = new();
    private int _pooled;

    public StoreOutage Outage => outage;

    /// <summary>A call to make, or false if the store isn't asked now.</summary>
    public bool TryEnter([NotNullWhen(true)] out GuardedCall<TRequest, TResult>? call)
    {
        call = null;
        if (!outage.TryEnter(out bool isProbe))
        {
            return false;
        }

        if (_calls.TryDequeue(out call))
        {
            Interlocked.Decrement(ref _pooled);
        }
        else
        {
            call = new GuardedCall<TRequest, TResult>(this);
        }

        call.IsProbe = isProbe;
        return true;
    }

    /// <summary>Takes a call back that nobody refers to any more.</summary>
    public void Return(GuardedCall<TRequest, TResult> call)
    {
        if (Interlocked.Increment(ref _pooled) <= MaxPooled)
        {
            _calls.Enqueue(call);
        }
        else
        {
            Interlocked.Decrement(ref _pooled);
            call.Dispose();
        }
    }

    /// <summary>What the store answered, or what is answered for it.</summary>
    public TResult Conclude(ConfiguredValueTaskAwaitable<TResult>.ConfiguredValueTaskAwaiter answer, in TRequest request, bool isProbe)
    {
        TResult result;
        try
        {
            result = answer.GetResult();
        }
        catch (Exception exception)
        {
            return Fail(exception, request, isProbe);
        }

        if (!IsAnswer(result))
        {
            return Fail(null, request, isProbe);
        }

        if (outage.Succeeded(isProbe))
        {
            OnRecovered();
        }

        return Answered(request, result);
    }

    /// <summary>What is answered for a call that failed: whether the store has done what it was asked isn't known.</summary>
    public TResult Fail(Exception? exception, in TRequest request, bool isProbe)
    {
        outage.Failed(isProbe, exception);
        return Failed(request);
    }

    /// <summary>Whether the store answered, and didn't just say that it can't.</summary>
    protected abstract bool IsAnswer(TResult result);

    /// <summary>What becomes of an answer.</summary>
    protected abstract TResult Answered(in TRequest request, TResult result);

    /// <summary>What is answered for a call that was sent and failed.</summary>
    protected abstract TResult Failed(in TRequest request);

    /// <summary>The store is back.</summary>
    protected virtual void OnRecovered()
    {
    }
}
