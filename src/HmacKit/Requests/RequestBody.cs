namespace HmacKit;

/// <summary>A body that was read up to a limit, or why it can't be had. The default is an empty one.</summary>
public readonly struct RequestBody
{
    private RequestBody(ReadOnlyMemory<byte> bytes) => Bytes = bytes;

    /// <summary>The body is over the limit; reading stopped there.</summary>
    public static RequestBody TooLarge => new(default) { IsTooLarge = true };

    /// <summary>
    /// Something read the body, or a part of it, before: its bytes can't be had any more. Never give what is left in place of the
    /// whole: a signature over an empty body would let any body through that somebody else has read.
    /// </summary>
    public static RequestBody AlreadyRead => new(default) { IsAlreadyRead = true };

    /// <summary>All bytes as they came, before anything was decoded.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>True if the body is over the limit.</summary>
    public bool IsTooLarge { get; private init; }

    /// <summary>True if something read the body before.</summary>
    public bool IsAlreadyRead { get; private init; }

    /// <summary>A body within the limit.</summary>
    public static RequestBody Of(ReadOnlyMemory<byte> bytes) => new(bytes);
}
