using System.Globalization;
using System.Security.Claims;

namespace HmacKit.AspNetCore;

/// <summary>The facts about a key as claims: the same for every kind of key, so that policies need no branches.</summary>
internal static class CallerIdentity
{
    public static ClaimsPrincipal Of(KeyIdentity key, string authenticationType, string? matched = null, DateTimeOffset? signedAt = null)
    {
        var identity = new ClaimsIdentity(authenticationType, ClaimTypes.NameIdentifier, ClaimTypes.Role);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, key.Owner ?? key.KeyId));
        identity.AddClaim(new Claim(HmacClaimTypes.KeyId, key.KeyId));
        Add(identity, HmacClaimTypes.Owner, key.Owner);
        Add(identity, HmacClaimTypes.Tier, key.Tier);
        Add(identity, HmacClaimTypes.Key, matched);
        foreach (string scope in key.Scopes)
        {
            identity.AddClaim(new Claim(HmacClaimTypes.Scope, scope));
        }

        if (signedAt is { } time)
        {
            string text = time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            identity.AddClaim(new Claim(HmacClaimTypes.SignedAt, text, ClaimValueTypes.Integer64));
        }

        return new ClaimsPrincipal(identity);
    }

    private static void Add(ClaimsIdentity identity, string type, string? value)
    {
        if (value is not null)
        {
            identity.AddClaim(new Claim(type, value));
        }
    }
}
