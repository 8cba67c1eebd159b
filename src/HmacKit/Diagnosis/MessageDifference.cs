namespace HmacKit;

/// <summary>Where the message that the sender signed first differs from the one that the verifier expects.</summary>
public sealed class MessageDifference
{
    private const int ShownBefore = 12;
    private const int ShownBehind = 24;

    private MessageDifference(int offset, string expected, string signedText)
    {
        Offset = offset;
        ExpectedText = expected;
        SignedText = signedText;
    }

    /// <summary>The zero-based offset in bytes of the first difference.</summary>
    public int Offset { get; }

    /// <summary>What the verifier expects around that place, as <see cref="VisibleText"/>; it holds a piece of the request.</summary>
    public string ExpectedText { get; }

    /// <summary>What the sender signed there, as <see cref="VisibleText"/>; it holds a piece of the request.</summary>
    public string SignedText { get; }

    /// <summary>Both pieces and the offset.</summary>
    public override string ToString() => $"byte {Offset}: expected {Quote(ExpectedText)}, signed {Quote(SignedText)}";

    /// <summary>The first difference, or null if there is none.</summary>
    internal static MessageDifference? Between(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> signedMessage)
    {
        int offset = expected.CommonPrefixLength(signedMessage);
        return offset == expected.Length && offset == signedMessage.Length
            ? null
            : new MessageDifference(offset, Around(expected, offset), Around(signedMessage, offset));
    }

    private static string Around(ReadOnlySpan<byte> message, int offset)
    {
        int start = Math.Max(0, offset - ShownBefore);
        int end = Math.Min(message.Length, offset + ShownBehind);

        // A cut within a character would be shown as single bytes.
        while (start > 0 && (message[start] & 0xC0) == 0x80)
        {
            start--;
        }

        while (end < message.Length && (message[end] & 0xC0) == 0x80)
        {
            end++;
        }

        string text = VisibleText.Of(message[start..end]).TrimEnd('\n');
        return (start > 0 ? "…" : "") + text.Replace("\n", "", StringComparison.Ordinal) + (end < message.Length ? "…" : "");
    }

    private static string Quote(string text) => text.Length == 0 ? "nothing" : $"'{text}'";
}
