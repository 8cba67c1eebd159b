namespace HmacKit.Benchmarks;

/// <summary>A clock that stands still, so that a request stays fresh however long a run takes.</summary>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
