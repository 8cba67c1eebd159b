namespace HmacKit.Jwt.Tests.Fixtures;

/// <summary>A clock that stands still until it is set.</summary>
internal sealed class ManualClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
