namespace HmacKit.Webhooks;

/// <summary>Types of events, and what a subscription may write for several of them.</summary>
internal static class EventPattern
{
    public const int MaxLength = 100;

    public static bool IsType(string? text) =>
        text?.Length is > 0 and <= MaxLength && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    public static bool IsPattern(string? text) =>
        text == "*" || IsType(text) || (text?.EndsWith(".*", StringComparison.Ordinal) == true && IsType(text[..^2]));

    /// <summary>All that matches a type: itself, its beginnings up to a dot, and <c>*</c>.</summary>
    public static IEnumerable<string> Matching(string type)
    {
        yield return "*";
        yield return type;
        for (int dot = type.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = type.IndexOf('.', dot + 1))
        {
            yield return type[..dot] + ".*";
        }
    }
}
