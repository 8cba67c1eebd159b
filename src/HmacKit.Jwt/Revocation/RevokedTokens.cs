namespace HmacKit.Jwt;

/// <summary>
/// The tokens that were revoked before their time. It isn't an <see cref="IReplayStore"/>: that one remembers and asks in
/// one step, so that asking for a token that may be used again would use it up. Derive from it to keep revoked tokens
/// where all machines see them, such as a table with the token's id as its key.
/// </summary>
public abstract class RevokedTokens
{
    /// <summary>Remembers that a token is revoked.</summary>
    /// <param name="tokenId">The token's id (<c>jti</c>): printable ASCII, 1 to 128 characters.</param>
    /// <param name="expiresAt">When the token ends (<c>exp</c>).</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>True if it is remembered; false if there is no room, or the memory is away.</returns>
    /// <exception cref="ArgumentException">The id can't be a token's.</exception>
    public ValueTask<bool> AddAsync(string tokenId, DateTimeOffset expiresAt, CancellationToken cancellationToken = default)
    {
        ThrowIfNotTokenId(tokenId);
        return AddCoreAsync(tokenId, ToForgetAt(expiresAt), cancellationToken);
    }

    /// <summary>Whether a token was revoked.</summary>
    /// <inheritdoc cref="AddAsync"/>
    /// <returns>The answer, or that there is none.</returns>
    public ValueTask<RevocationState> FindAsync(string tokenId, DateTimeOffset expiresAt, CancellationToken cancellationToken = default)
    {
        ThrowIfNotTokenId(tokenId);
        return FindCoreAsync(tokenId, ToForgetAt(expiresAt), cancellationToken);
    }

    internal static void ThrowIfNotTokenId(string tokenId)
    {
        ArgumentNullException.ThrowIfNull(tokenId);
        if (!TokenPayload.IsTokenId(tokenId))
        {
            throw new ArgumentException($"A token's id is printable ASCII of 1 to {TokenPayload.MaxTokenIdLength} characters.", nameof(tokenId));
        }
    }

    /// <summary>Remembers the token. A failure is an answer, not an exception.</summary>
    /// <param name="tokenId">The token's id, checked.</param>
    /// <param name="forgetAt">From when on the token may be forgotten: no validator accepts it then, whatever its clock skew.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    protected abstract ValueTask<bool> AddCoreAsync(string tokenId, DateTimeOffset forgetAt, CancellationToken cancellationToken);

    /// <summary>Looks the token up. A failure is an answer, not an exception.</summary>
    /// <inheritdoc cref="AddCoreAsync"/>
    protected abstract ValueTask<RevocationState> FindCoreAsync(string tokenId, DateTimeOffset forgetAt, CancellationToken cancellationToken);

    private static DateTimeOffset ToForgetAt(DateTimeOffset expiresAt) =>
        expiresAt < DateTimeOffset.MaxValue - TokenBounds.MaxClockSkew
            ? expiresAt + TokenBounds.MaxClockSkew
            : DateTimeOffset.MaxValue;
}
