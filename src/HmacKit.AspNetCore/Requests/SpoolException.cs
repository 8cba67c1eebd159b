namespace HmacKit.AspNetCore;

/// <summary>A body couldn't be spooled: the server's own trouble, unlike a body that can't be read.</summary>
internal sealed class SpoolException : Exception
{
    private SpoolException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>Whether the disk is to blame, and not a bound that was set.</summary>
    public bool IsOfDisk => InnerException is not null;

    public static SpoolException OfDisk(Exception inner) =>
        new("A request's body can't be written to a temporary file: make room in the temporary folder, or lower VerifierOptions.MaxBodyBytes.", inner);

    public static SpoolException OfRoom() => new("The bodies in temporary files have reached a bound of BodySpoolOptions.", inner: null);
}
