namespace HmacKit;

/// <summary>
/// A member of a JSON body as text: a string without its escapes, a number or truth value as it is written. Nothing if it
/// isn't there or is null; an object or array is refused.
/// </summary>
internal sealed class JsonPart(JsonPointer pointer) : MessagePart
{
    protected internal override bool TryWrite(in MessageInput input, ref MessageWriter writer)
    {
        JsonPointer.Outcome outcome = pointer.Find(input.Body, out JsonSlice slice);
        if (outcome != JsonPointer.Outcome.Found || slice.Type == System.Text.Json.JsonTokenType.Null)
        {
            return outcome != JsonPointer.Outcome.Malformed;
        }

        if (!slice.IsScalar)
        {
            return false;
        }

        bool isText = JsonShape.TryCopyText(input.Body.Slice(slice.Start, slice.Length), writer.GetSpan(slice.Length), out int written);
        writer.Advance(isText ? written : 0);
        return isText;
    }
}
