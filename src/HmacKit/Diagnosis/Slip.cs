namespace HmacKit;

/// <summary>A known slip: from what was received it makes what may have been signed.</summary>
/// <param name="Group">What it changes.</param>
/// <param name="Vary">All that may have been signed, the likeliest first. What is the same as before may be among it.</param>
internal sealed record Slip(SlipGroup Group, Func<Draft, IEnumerable<Variation>> Vary)
{
    /// <summary>All slips, in the order in which they are tried.</summary>
    public static IReadOnlyList<Slip> All { get; } =
    [
        new(SlipGroup.Body, BodySlips.Vary),
        new(SlipGroup.Body, FormSlips.Vary),
        new(SlipGroup.JsonOrder, JsonSlips.Sort),
        new(SlipGroup.JsonEscapes, JsonSlips.Escape),
        new(SlipGroup.JsonLayout, JsonSlips.LayOut),
        new(SlipGroup.Target, TargetSlips.Vary),
        new(SlipGroup.TargetEncoding, TargetEncodingSlips.Vary),
        new(SlipGroup.Address, AddressSlips.Vary),
        new(SlipGroup.Method, MethodSlips.Vary),
        new(SlipGroup.Time, TimeSlips.Vary),
        new(SlipGroup.Identity, IdentitySlips.Vary),
        new(SlipGroup.Digest, DigestSlips.Vary),
        new(SlipGroup.QueryOrder, QuerySlips.Order),
        new(SlipGroup.QueryText, QuerySlips.Escape),
        new(SlipGroup.QueryValues, QuerySlips.Values),
        new(SlipGroup.QueryBlanks, QuerySlips.Blanks),
        new(SlipGroup.Secret, SecretSlips.Vary),
        new(SlipGroup.Algorithm, AlgorithmSlips.Vary),
        new(SlipGroup.Separators, SeparatorSlips.Vary),
        new(SlipGroup.Order, LayoutSlips.Order),
        new(SlipGroup.Parts, LayoutSlips.Missing),
        new(SlipGroup.Ending, SeparatorSlips.End),
    ];
    /// <summary>Whether it can change a message that covers these parts.</summary>
    public bool Concerns(SignedParts covers)
    {
        SignedParts needed = Group switch
        {
            SlipGroup.Body or SlipGroup.JsonOrder or SlipGroup.JsonEscapes or SlipGroup.JsonLayout or SlipGroup.Digest => SignedParts.Body,
            SlipGroup.Target or SlipGroup.TargetEncoding => SignedParts.Path | SignedParts.Query,
            SlipGroup.Address => SignedParts.Path | SignedParts.Query | SignedParts.Headers,
            SlipGroup.Method => SignedParts.Method,
            SlipGroup.Time => SignedParts.Time,
            SlipGroup.Identity => SignedParts.Id | SignedParts.Nonce,
            SlipGroup.QueryOrder or SlipGroup.QueryText or SlipGroup.QueryValues or SlipGroup.QueryBlanks => SignedParts.Query,
            _ => SignedParts.None,
        };
        return needed == SignedParts.None || (covers & (needed | SignedParts.Custom)) != 0;
    }
}
