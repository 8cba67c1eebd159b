namespace HmacKit.AspNetCore;

/// <summary>
/// How much of the temporary folder bodies may take that are too large for memory, for all requests of the process together. Anybody
/// can send one, since a body has to be there before its signature can be checked. A body for which there is no room is refused with
/// 503 and <c>Retry-After</c>.
/// </summary>
public sealed class BodySpoolOptions
{
    /// <summary>The most bodies that are spooled at a time; 256 by default, 0 for none.</summary>
    public int MaxFiles { get; set; } = 256;

    /// <summary>The most bytes that they take together; 1 GiB by default.</summary>
    public long MaxBytes { get; set; } = 1L << 30;
}
