namespace HmacKit.AspNetCore;

/// <summary>
/// Says of a request that a verification has read its body and put it back, so that the next one doesn't take that for
/// somebody else's reading. Two objects for all requests, since a request mustn't pay for it.
/// </summary>
internal sealed class RestoredBody
{
    private static readonly RestoredBody Empty = new() { IsEmpty = true };
    private static readonly RestoredBody NotEmpty = new();

    public bool IsEmpty { get; private init; }

    public static RestoredBody Of(long length) => length == 0 ? Empty : NotEmpty;
}
