namespace HmacKit;

/// <summary>Slips with id and nonce.</summary>
internal static class IdentitySlips
{
    public static IEnumerable<Variation> Vary(Draft draft)
    {
        if (draft.Id is not null && draft.Nonce is not null)
        {
            yield return new(draft with { Id = draft.Nonce, Nonce = draft.Id }, ClaimCauses.IdNonceSwapped, "id and nonce swapped");
        }

        foreach ((string name, string value) in OtherHeader.Of(draft))
        {
            if (draft.Id is not null && value != draft.Id)
            {
                yield return new(draft with { Id = value }, ClaimCauses.IdOfAnotherHeader, $"the value of the header {name} as id");
            }

            if (draft.Nonce is not null && value != draft.Nonce)
            {
                yield return new(draft with { Nonce = value }, ClaimCauses.IdOfAnotherHeader, $"the value of the header {name} as nonce");
            }
        }
    }
}
