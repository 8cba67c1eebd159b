namespace HmacKit;

/// <summary>What an environment that key ids name must be.</summary>
internal static class KeyEnvironment
{
    private const int MaxLength = 10;

    /// <summary>What an environment must be, for messages.</summary>
    public const string Form = "1 to 10 lower-case letters and digits, such as 'live'";

    public static bool IsValid(string? name) => name?.Length is > 0 and <= MaxLength && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));
}
