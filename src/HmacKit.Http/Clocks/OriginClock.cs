using System.Diagnostics.CodeAnalysis;

namespace HmacKit.Http;

/// <summary>What is known of one origin's clock. Of requests that are refused at once, one measures and the others go by it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing to dispose of.")]
internal sealed class OriginClock
{
    /// <summary>The least time between two questions to a server, so that a wrong key doesn't double the requests.</summary>
    private static readonly TimeSpan MinPause = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private long _correctionTicks;
    private long? _asked;

    public TimeSpan Correction => new(Volatile.Read(ref _correctionTicks));

    public async ValueTask<bool> IsCorrectedAsync(
        ClockCorrection correction, RefusedRequest refusal, ClockObserver observer, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (AreApart(Correction, refusal.SignedWith))
            {
                return true;
            }

            if (correction.Server.IsAsked && _asked is { } asked && observer.Time.GetElapsedTime(asked) < MinPause)
            {
                return false;
            }

            _asked = observer.Time.GetTimestamp();
            TimeSpan? measured = await correction.Server.MeasureAsync(refusal, observer, cancellationToken).ConfigureAwait(false);
            if (measured is not { } difference || !AreApart(difference, Correction))
            {
                return false;
            }

            string origin = Origin.Of(refusal.Address);
            if (difference.Duration() > correction.MaxCorrection)
            {
                Log.ClockTooFarAway(observer.Logger, origin, difference, correction.MaxCorrection);
                return false;
            }

            // Near enough to be this machine's own time: the clock has been set right in the meantime.
            difference = AreApart(difference, TimeSpan.Zero) ? difference : TimeSpan.Zero;
            Volatile.Write(ref _correctionTicks, difference.Ticks);
            Log.ClockCorrected(observer.Logger, origin, difference);
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    private static bool AreApart(TimeSpan left, TimeSpan right) => (left - right).Duration() > ClockCorrection.MinDifference;
}
