namespace HmacKit;

/// <summary>Slips with id and nonce.</summary>
internal static class IdentitySlips
{
    public static IEnumerable<Slip> Vary(SignedRequest signed)
    {
        if (signed.Id is not null && signed.Nonce is not null)
        {
            yield return new(signed with { Id = signed.Nonce, Nonce = signed.Id }, ClaimCauses.IdNonceSwapped, "id and nonce swapped");
        }

        foreach ((string name, string value) in OtherHeader.Of(signed))
        {
            if (signed.Id is not null && value != signed.Id)
            {
                yield return new(signed with { Id = value }, ClaimCauses.IdOfAnotherHeader, $"the value of the header {name} as id");
            }

            if (signed.Nonce is not null && value != signed.Nonce)
            {
                yield return new(signed with { Nonce = value }, ClaimCauses.IdOfAnotherHeader, $"the value of the header {name} as nonce");
            }
        }
    }
}
