namespace HmacKit;

/// <summary>
/// The compiled layout of a message. Between the layout's fixed texts, a value must not contain the byte that would
/// let two different requests give one message; the plan refuses such a value.
/// </summary>
internal sealed class MessagePlan(MessagePlan.Step[] steps, MessagePart? code = null)
{
    /// <summary>Targets longer than this are refused.</summary>
    public const int MaxTargetLength = 16 * 1024;

    /// <summary>The parts in order, for looking at each alone.</summary>
    public ReadOnlySpan<Step> Steps => steps;

    /// <summary>The same layout, with code that writes the message in its place.</summary>
    public MessagePlan With(MessagePart part) => new(steps, part);

    /// <summary>Writes the message; false if the request can't be expressed in this layout.</summary>
    public bool TryWrite(in MessageInput input, ref MessageWriter writer) =>
        code is null ? TryWriteSteps(input, ref writer) : code.TryWrite(input, ref writer);

    /// <summary>Writes the layout, also where code stands in its place.</summary>
    public bool TryWriteSteps(in MessageInput input, ref MessageWriter writer)
    {
        for (int i = 0; i < steps.Length; i++)
        {
            ref readonly Step step = ref steps[i];
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

    /// <summary>Why a request can't be expressed: the part, and the byte if it is one. For the programmer; it shows no value.</summary>
    public string Explain(in MessageInput input)
    {
        foreach (Step step in steps)
        {
            if (Explain(step, input) is { } reason)
            {
                return reason;
            }
        }

        return code is null ? "all parts can be written" : "the scheme's own code can't write the message";
    }

    private static string? Explain(Step step, in MessageInput input)
    {
        var writer = new MessageWriter(stackalloc byte[256]);
        try
        {
            if (!step.Part.TryWrite(input, ref writer))
            {
                return step.Part is UnboundPart
                    ? $"the configured value {{{step.Name}}} isn't set; set it with SignatureScheme.With"
                    : $"the part {{{step.Name}}} can't be written: what it needs is missing, is there twice, or isn't of its form";
            }

            int at = step.Delimiter < 0 ? -1 : writer.Head.IndexOf((byte)step.Delimiter);
            return at < 0 ? null : $"the part {{{step.Name}}} contains the byte 0x{step.Delimiter:x2} at position {at}, which is the text that ends it";
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>A part, the byte that what it writes must not contain (-1 for none), and its name in the template.</summary>
    internal readonly record struct Step(MessagePart Part, int Delimiter, string Name = "");
}
