using System.Collections.ObjectModel;

namespace HmacKit.Jwt;

/// <summary>What a token is to say: who the user is, and what else. Everybody who sees the token can read it.</summary>
/// <param name="userId">The user (<c>sub</c>): 1 to 256 characters without control characters.</param>
public sealed class UserTokenGrant(string userId)
{
    /// <summary>The user (<c>sub</c>).</summary>
    public string UserId { get; } = userId;

    /// <summary>How long the token lives, in whole seconds; the issuer's default if null.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>What the token may be used for (<c>scope</c>), each written as in RFC 6749 section 3.3; none by default.</summary>
    public IReadOnlyCollection<string> Scopes { get; init; } = [];

    /// <summary>The tier that limits go by (<c>tier</c>), written like a user id; null by default.</summary>
    public string? Tier { get; init; }

    /// <summary>
    /// Claims of your own: text, whole numbers, truth values, arrays of text, or <see cref="System.Text.Json.JsonElement"/>.
    /// None by default. The names that tokens have for the rest (<c>sub</c>, <c>exp</c> and so on) are taken.
    /// </summary>
    public IReadOnlyDictionary<string, object> Claims { get; init; } = ReadOnlyDictionary<string, object>.Empty;
}
