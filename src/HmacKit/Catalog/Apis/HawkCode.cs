namespace HmacKit;

/// <summary>An application that nobody delegated to: Hawk leaves the line of the delegate empty, where a group of a template would leave out both.</summary>
internal sealed class HawkCode : SchemeCode
{
    protected override bool TryWriteMessage(in MessageInput input, ref MessageWriter writer) =>
        base.TryWriteMessage(input, ref writer)
        && (input.GetValue("app").IsEmpty || !input.GetValue("dlg").IsEmpty || (writer.TryWriteAscii(input.GetValue("app")) && writer.TryWriteAscii("\n\n")));
}
