namespace HmacKit;

/// <summary>A body that was read up to a limit. The default is an empty one.</summary>
public readonly struct RequestBody
{
    private RequestBody(ReadOnlyMemory<byte> bytes, bool isTooLarge)
    {
        Bytes = bytes;
        IsTooLarge = isTooLarge;
    }

    /// <summary>The body is over the limit; reading stopped there.</summary>
    public static RequestBody TooLarge => new(default, isTooLarge: true);

    /// <summary>All bytes as they came, before anything was decoded.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>True if the body is over the limit.</summary>
    public bool IsTooLarge { get; }

    /// <summary>A body within the limit.</summary>
    public static RequestBody Of(ReadOnlyMemory<byte> bytes) => new(bytes, isTooLarge: false);
}
