using System.Globalization;
using System.Security.Claims;

namespace HmacKit.AspNetCore;

/// <summary>
/// The facts about a key as claims: the same for every kind of key, so that policies need no branches. The claims are made when
/// somebody asks for them; until then there is nothing but the facts.
/// </summary>
internal sealed class CallerIdentity(KeyIdentity key, string authenticationType, bool? isPrimary, DateTimeOffset? signedAt = null)
    : ClaimsIdentity(authenticationType, ClaimTypes.NameIdentifier, ClaimTypes.Role)
{
    private bool _isFilled;

    // All that the base class reads, it reads from here.
    public override IEnumerable<Claim> Claims
    {
        get
        {
            Fill();
            return base.Claims;
        }
    }

    public override void AddClaim(Claim claim)
    {
        Fill();
        base.AddClaim(claim);
    }

    public override void AddClaims(IEnumerable<Claim?> claims)
    {
        Fill();
        base.AddClaims(claims);
    }

    public override bool TryRemoveClaim(Claim? claim)
    {
        Fill();
        return base.TryRemoveClaim(claim);
    }

    public override void RemoveClaim(Claim? claim)
    {
        Fill();
        base.RemoveClaim(claim);
    }

    public override ClaimsIdentity Clone()
    {
        Fill();
        return base.Clone();
    }

    protected override void WriteTo(BinaryWriter writer, byte[]? userData)
    {
        Fill();
        base.WriteTo(writer, userData);
    }

    private void Fill()
    {
        if (_isFilled)
        {
            return;
        }

        _isFilled = true;
        Add(ClaimTypes.NameIdentifier, key.Owner ?? key.KeyId);
        Add(HmacClaimTypes.KeyId, key.KeyId);
        Add(HmacClaimTypes.Owner, key.Owner);
        Add(HmacClaimTypes.Tier, key.Tier);
        Add(HmacClaimTypes.Key, isPrimary is { } primary ? primary ? "primary" : "older" : null);
        foreach (string scope in key.Scopes)
        {
            Add(HmacClaimTypes.Scope, scope);
        }

        if (signedAt is { } time)
        {
            Add(HmacClaimTypes.SignedAt, time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), ClaimValueTypes.Integer64);
        }
    }

    private void Add(string type, string? value, string valueType = ClaimValueTypes.String)
    {
        if (value is not null)
        {
            base.AddClaim(new Claim(type, value, valueType));
        }
    }
}
