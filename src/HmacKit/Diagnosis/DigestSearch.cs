namespace HmacKit;

/// <summary>
/// Finds the body that a request's digest was made of, where the signature is right and the digest isn't that of the body that came: the slips
/// with bodies, alone, and up to three that write JSON anew.
/// </summary>
internal sealed class DigestSearch(SignedRequest received)
{
    private static readonly SlipRule[] Rules = [.. SlipRule.All.Where(static rule => rule.Group == SlipGroup.Body || rule.IsJson)];

    private readonly long _start = received.Options.TimeProvider.GetTimestamp();

    /// <summary>False if the budget was spent before all was tried.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>The slips; empty if none makes the digest right.</summary>
    public List<(DiagnosisCause Cause, string What)> Find() =>
        FindAlone(isWide: false) ?? FindJson(received, 0, []) ?? FindAlone(isWide: true) ?? [];

    private List<(DiagnosisCause Cause, string What)>? FindAlone(bool isWide)
    {
        foreach (SlipRule rule in Rules.Where(rule => isWide || !rule.IsWide))
        {
            foreach (Slip slip in rule.Vary(received).TakeWhile(_ => !IsSpent()))
            {
                if ((rule.IsWide || slip.IsWide) == isWide && SignedMessage.HasRightDigests(slip.Signed))
                {
                    return [(slip.Cause, slip.What)];
                }
            }
        }

        return null;
    }

    private List<(DiagnosisCause Cause, string What)>? FindJson(SignedRequest signed, int first, List<(DiagnosisCause, string)> slips)
    {
        for (int i = first; i < Rules.Length && slips.Count < SlipSearch.MaxJsonSlips; i++)
        {
            int next = Array.FindIndex(Rules, i, other => other.Group != Rules[i].Group);
            foreach (Slip slip in Rules[i] is { IsJson: true, IsWide: false } rule ? rule.Vary(signed).TakeWhile(_ => !IsSpent()) : [])
            {
                if (slip.Signed.Body.Span.CommonPrefixLength(signed.Body.Span) == Math.Max(slip.Signed.Body.Length, signed.Body.Length))
                {
                    continue;
                }

                List<(DiagnosisCause, string)> together = [.. slips, (slip.Cause, slip.What)];
                if (SignedMessage.HasRightDigests(slip.Signed))
                {
                    return together;
                }

                if (next > 0 && FindJson(slip.Signed, next, together) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    private bool IsSpent()
    {
        IsComplete = IsComplete && received.Options.TimeProvider.GetElapsedTime(_start) < received.Options.Budget;
        return !IsComplete;
    }
}
