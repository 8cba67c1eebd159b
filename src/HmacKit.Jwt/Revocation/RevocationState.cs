namespace HmacKit.Jwt;

/// <summary>What a memory of revoked tokens says of one.</summary>
public enum RevocationState
{
    /// <summary>The memory couldn't be asked. The default: no answer is never a yes.</summary>
    Unavailable,

    /// <summary>The token was not revoked.</summary>
    NotRevoked,

    /// <summary>The token was revoked, or may have been and is forgotten.</summary>
    Revoked,
}
