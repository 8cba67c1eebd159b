using Microsoft.Extensions.Internal;

namespace HmacKit.Benchmarks;

/// <summary>A clock that the driver moves, so that a window of traffic passes as fast as the machine can go.</summary>
internal sealed class SimulatedClock : TimeProvider, ISystemClock
{
    private long _ticks = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    public DateTimeOffset UtcNow => GetUtcNow();

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    public void Set(DateTimeOffset now) => Volatile.Write(ref _ticks, now.UtcTicks);
}
