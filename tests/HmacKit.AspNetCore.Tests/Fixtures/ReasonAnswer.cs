namespace HmacKit.AspNetCore.Tests.Fixtures;

/// <summary>Tells the reason, so that a test sees which one it was, and that the form of the API was kept.</summary>
internal sealed class ReasonAnswer : FixedRefusalAnswer
{
    public static ReasonAnswer Instance { get; } = new();

    protected override string TextFor(RefusalReason reason) => $$"""{"reason":"{{reason}}"}""";
}
