using System.Globalization;
using System.Security.Claims;

namespace HmacKit.AspNetCore;

/// <summary>The facts about a key as claims: the same for every kind of key, so that policies need no branches.</summary>
internal static class CallerIdentity
{
    /// <summary>The identity of whoever signed.</summary>
    public static ClaimsIdentity Of(KeyIdentity key, string authenticationType, in VerificationResult result) =>
        Of(key, authenticationType, isPrimary: result.Key is { IsPrimary: true }, result.SignedAt);

    /// <summary>The identity of a key.</summary>
    public static ClaimsIdentity Of(KeyIdentity key, string authenticationType, bool? isPrimary, DateTimeOffset? signedAt = null)
    {
        var identity = new ClaimsIdentity(authenticationType, ClaimTypes.NameIdentifier, ClaimTypes.Role);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, key.Owner ?? key.KeyId));
        identity.AddClaim(new Claim(HmacClaimTypes.KeyId, key.KeyId));
        Add(identity, HmacClaimTypes.Owner, key.Owner);
        Add(identity, HmacClaimTypes.Tier, key.Tier);
        Add(identity, HmacClaimTypes.Key, isPrimary is { } primary ? primary ? "primary" : "older" : null);
        foreach (string scope in key.Scopes)
        {
            identity.AddClaim(new Claim(HmacClaimTypes.Scope, scope));
        }

        if (signedAt is { } time)
        {
            string text = time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            identity.AddClaim(new Claim(HmacClaimTypes.SignedAt, text, ClaimValueTypes.Integer64));
        }

        return identity;
    }

    private static void Add(ClaimsIdentity identity, string type, string? value)
    {
        if (value is not null)
        {
            identity.AddClaim(new Claim(type, value));
        }
    }
}
