namespace HmacKit;

/// <summary>One thing that is wrong with a definition.</summary>
/// <param name="Place">The property, such as <c>Message</c> or <c>Headers["X-Signature"]</c>.</param>
/// <param name="Position">The zero-based position in that property's text; null if the fault is with all of it.</param>
/// <param name="Message">What is wrong and how to fix it.</param>
public sealed record SchemeFault(string Place, int? Position, string Message)
{
    /// <summary>The fault on one line.</summary>
    public override string ToString() => Position is { } at ? $"{Place}, position {at}: {Message}" : $"{Place}: {Message}";
}
