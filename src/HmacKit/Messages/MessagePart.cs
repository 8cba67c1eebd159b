namespace HmacKit;

/// <summary>
/// One part of the message that is signed. Derive from it for a quirk that the built-in parts don't cover, and name it
/// in <see cref="SchemeDefinition.CustomParts"/>. A part only writes bytes: windows, comparison and replay stay with
/// the verifier, so a part of your own can't weaken them.
/// </summary>
public abstract class MessagePart
{
    /// <summary>Writes the part; false if the request can't be expressed, which refuses it.</summary>
    /// <param name="input">The request. All of it comes from a stranger: no exception, no unbounded work.</param>
    /// <param name="writer">Takes the bytes.</param>
    protected internal abstract bool TryWrite(in MessageInput input, ref MessageWriter writer);
}
