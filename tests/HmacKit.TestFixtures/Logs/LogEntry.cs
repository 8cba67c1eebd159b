using Microsoft.Extensions.Logging;

namespace HmacKit.TestFixtures;

/// <summary>One entry of a <see cref="CapturedLog"/>.</summary>
public sealed record LogEntry(LogLevel Level, int EventId, string Text, string Values, Exception? Exception)
{
    /// <summary>All of it: <c>Warning 1307: text [values] exception</c>.</summary>
    public override string ToString() => $"{Level} {EventId}: {Text} [{Values}] {Exception}";
}
