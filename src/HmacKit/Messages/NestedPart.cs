namespace HmacKit;

/// <summary>A message within the message.</summary>
internal sealed class NestedPart(MessagePlan plan) : MessagePart
{
    protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer) => plan.TryWrite(input, ref writer);
}

/// <summary>A group that is left out, fixed text and all, if a part in it is empty.</summary>
internal sealed class OptionalPart(MessagePlan plan) : MessagePart
{
    protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer)
    {
        int start = writer.Length;
        bool hadBody = !writer.Body.IsEmpty;
        foreach (ref readonly MessagePlan.Step step in plan.Steps)
        {
            int before = writer.TotalLength;
            if (!step.Part.TryWrite(input, ref writer))
            {
                return false;
            }

            if (step.Part is not LiteralPart && writer.TotalLength == before)
            {
                writer.Truncate(start, keepsBody: hadBody);
                return true;
            }
        }

        return true;
    }
}
