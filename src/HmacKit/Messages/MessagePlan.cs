namespace HmacKit;

/// <summary>
/// The compiled layout of a message. Between the layout's fixed texts, a value must not contain the byte that would
/// let two different requests give one message; the plan refuses such a value.
/// </summary>
internal sealed class MessagePlan(MessagePlan.Step[] steps)
{
    /// <summary>Targets longer than this are refused.</summary>
    public const int MaxTargetLength = 16 * 1024;

    /// <summary>The parts in order, for looking at each alone.</summary>
    public ReadOnlySpan<Step> Steps => steps;

    /// <summary>Writes the message; false if the request can't be expressed in this layout.</summary>
    public bool TryWrite(in MessageInput input, ref MessageWriter writer)
    {
        foreach (ref readonly Step step in steps.AsSpan())
        {
            if (step.Part is LiteralPart literal)
            {
                writer.Write(literal.Bytes);
                continue;
            }

            int start = writer.Length;
            if (!step.Part.TryWrite(input, ref writer)
                || (step.Delimiter >= 0 && writer.WrittenFrom(start).Contains((byte)step.Delimiter)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A part, and the byte that what it writes must not contain (-1 for none).</summary>
    internal readonly record struct Step(MessagePart Part, int Delimiter);
}
