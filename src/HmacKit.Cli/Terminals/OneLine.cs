using System.Text;

namespace HmacKit.Cli;

/// <summary>Error messages on one line, without control characters that a stranger's file could send to the terminal.</summary>
internal static class OneLine
{
    private const int MaxLength = 500;
    private const int MaxQuotedLength = 80;

    /// <summary>The text with each run of blanks and control characters as one blank, and shortened if it is very long.</summary>
    public static string Of(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, MaxLength));
        bool isBlank = true;
        foreach (char c in text)
        {
            if (line.Length == MaxLength)
            {
                line.Append('…');
                break;
            }

            bool wasBlank = isBlank;
            isBlank = char.IsControl(c) || char.IsWhiteSpace(c);
            if (!isBlank || !wasBlank)
            {
                line.Append(isBlank ? ' ' : c);
            }
        }

        return line.ToString().TrimEnd(' ');
    }

    /// <summary>The text of a misuse that the engine found, without .NET's own addition of the parameter's name.</summary>
    public static string Of(ArgumentException exception)
    {
        string suffix = $" (Parameter '{exception.ParamName}')";
        string message = exception.Message;
        return Of(message.EndsWith(suffix, StringComparison.Ordinal) ? message[..^suffix.Length] : message);
    }

    /// <summary>Something a stranger wrote, in quotation marks, short enough to stand inside a message.</summary>
    public static string Quote(string text) =>
        text.Length <= MaxQuotedLength ? $"'{text}'" : $"'{text[..MaxQuotedLength]}…'";
}
