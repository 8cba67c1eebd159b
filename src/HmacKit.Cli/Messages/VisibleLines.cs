namespace HmacKit.Cli;

/// <summary>A message as <see cref="VisibleText"/>, line by line, so that a large one is never one string.</summary>
internal static class VisibleLines
{
    /// <summary>Writes the text, and ends the last line.</summary>
    public static void Write(ReadOnlySpan<byte> message, OutputBuffer output)
    {
        while (!message.IsEmpty)
        {
            int lineBreak = message.IndexOf((byte)'\n');
            output.Write(lineBreak < 0 ? VisibleText.Of(message) + "\n" : VisibleText.Of(message[..(lineBreak + 1)]));
            message = lineBreak < 0 ? [] : message[(lineBreak + 1)..];
        }
    }
}
