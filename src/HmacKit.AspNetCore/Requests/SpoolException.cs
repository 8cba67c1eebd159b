namespace HmacKit.AspNetCore;

/// <summary>A body couldn't be spooled: the server's own trouble, unlike a body that can't be read.</summary>
internal sealed class SpoolException(Exception inner) : Exception("A request's body can't be written to a temporary file: make room in the temporary folder, or lower VerifierOptions.MaxBodyBytes.", inner);
