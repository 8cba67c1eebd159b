namespace HmacKit;

/// <summary>A body that was read up to a limit, or why it can't be had. The default is an empty one.</summary>
public readonly struct RequestBody
{
    // One number and not two flags: a copy that is made right after writing two bytes waits for both of them.
    private readonly int _absence;

    private RequestBody(ReadOnlyMemory<byte> bytes, int absence = 0) => (Bytes, _absence) = (bytes, absence);

    /// <summary>The body is over the limit; reading stopped there.</summary>
    public static RequestBody TooLarge => new(default, 1);

    /// <summary>
    /// Something read the body, or a part of it, before: its bytes can't be had any more. Never give what is left in place of the
    /// whole: a signature over an empty body would let any body through that somebody else has read.
    /// </summary>
    public static RequestBody AlreadyRead => new(default, 2);

    /// <summary>All bytes as they came, before anything was decoded.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>True if the body is over the limit.</summary>
    public bool IsTooLarge => _absence == 1;

    /// <summary>True if something read the body before.</summary>
    public bool IsAlreadyRead => _absence == 2;

    /// <summary>A body within the limit.</summary>
    public static RequestBody Of(ReadOnlyMemory<byte> bytes) => new(bytes);
}
