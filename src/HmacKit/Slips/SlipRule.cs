namespace HmacKit;

/// <summary>A known kind of slip: from what was received it makes what may have been signed.</summary>
/// <param name="Group">What it changes.</param>
/// <param name="Vary">All that may have been signed, the likeliest first. What is the same as before may be among it.</param>
/// <param name="IsWide">Whether all of its variations are of the kind that is tried last.</param>
internal sealed record SlipRule(SlipGroup Group, Func<SignedRequest, IEnumerable<Slip>> Vary, bool IsWide = false)
{
    /// <summary>All rules, in the order in which they are tried.</summary>
    public static IReadOnlyList<SlipRule> All { get; } =
    [
        new(SlipGroup.Body, BodySlips.Vary),
        new(SlipGroup.Body, CharsetSlips.Vary),
        new(SlipGroup.Body, WrappingSlips.Vary),
        new(SlipGroup.Body, FormSlips.Vary),
        new(SlipGroup.Body, BodySlips.VaryWidely, IsWide: true),
        new(SlipGroup.Body, CharsetSlips.VaryWidely, IsWide: true),
        new(SlipGroup.Body, WrappingSlips.VaryWidely, IsWide: true),
        new(SlipGroup.Body, FormSlips.VaryWidely, IsWide: true),
        new(SlipGroup.JsonMembers, JsonSlips.Members),
        new(SlipGroup.JsonMembers, JsonSlips.LeftOut, IsWide: true),
        new(SlipGroup.JsonOrder, JsonSlips.Sort),
        new(SlipGroup.JsonOrder, JsonSlips.Permute, IsWide: true),
        new(SlipGroup.JsonEscapes, JsonEscapeSlips.Vary),
        new(SlipGroup.JsonEscapes, JsonEscapeSlips.VaryWidely, IsWide: true),
        new(SlipGroup.JsonLayout, JsonSlips.LayOut),
        new(SlipGroup.Target, TargetSlips.Vary),
        new(SlipGroup.TargetRewriting, TargetRewriteSlips.Vary),
        new(SlipGroup.TargetRewriting, TargetRewriteSlips.VaryWidely, IsWide: true),
        new(SlipGroup.TargetEncoding, TargetEncodingSlips.Vary),
        new(SlipGroup.Address, AddressSlips.Vary),
        new(SlipGroup.Method, MethodSlips.Vary),
        new(SlipGroup.Time, TimeSlips.Vary),
        new(SlipGroup.Time, TimeSlips.VaryWidely, IsWide: true),
        new(SlipGroup.Identity, IdentitySlips.Vary),
        new(SlipGroup.Digest, DigestSlips.Vary),
        new(SlipGroup.ParameterOrder, ShapeSlips.Order),
        new(SlipGroup.ParameterEncoding, ShapeSlips.Encoding),
        new(SlipGroup.SignedHeaders, SignedHeaderSlips.Vary),
        new(SlipGroup.KeyShape, ShapeSlips.Key),
        new(SlipGroup.QueryOrder, QuerySlips.Order),
        new(SlipGroup.QueryText, QuerySlips.Escape),
        new(SlipGroup.QueryValues, QuerySlips.Values),
        new(SlipGroup.QueryBlanks, QuerySlips.Blanks),
        new(SlipGroup.Secret, SecretSlips.Vary),
        new(SlipGroup.Secret, SecretSlips.VaryWidely, IsWide: true),
        new(SlipGroup.Algorithm, AlgorithmSlips.Vary),
        new(SlipGroup.Separators, SeparatorSlips.Vary),
        new(SlipGroup.Order, LayoutSlips.Order),
        new(SlipGroup.Parts, LayoutSlips.Missing),
        new(SlipGroup.Ending, SeparatorSlips.End),
    ];

    /// <summary>Whether it writes a JSON body anew.</summary>
    public bool IsJson => Group is SlipGroup.JsonMembers or SlipGroup.JsonOrder or SlipGroup.JsonEscapes or SlipGroup.JsonLayout;

    /// <summary>Whether it can change the message of a scheme. A token signs nothing: it can only be another one.</summary>
    public bool Concerns(SignatureScheme scheme)
    {
        if (scheme.IsToken)
        {
            return Group == SlipGroup.Secret;
        }

        SignedParts needed = Group switch
        {
            SlipGroup.Body or SlipGroup.Digest => SignedParts.Body,
            _ when IsJson => SignedParts.Body,
            SlipGroup.Target or SlipGroup.TargetRewriting or SlipGroup.TargetEncoding => SignedParts.Path | SignedParts.Query,
            SlipGroup.Address => SignedParts.Path | SignedParts.Query | SignedParts.Headers,
            SlipGroup.SignedHeaders => SignedParts.Headers,
            SlipGroup.Method => SignedParts.Method,
            SlipGroup.Time => SignedParts.Time,
            SlipGroup.Identity => SignedParts.Id | SignedParts.Nonce,
            SlipGroup.QueryOrder or SlipGroup.QueryText or SlipGroup.QueryValues or SlipGroup.QueryBlanks => SignedParts.Query,
            _ => SignedParts.None,
        };
        return needed == SignedParts.None || (scheme.Covers & (needed | SignedParts.Custom)) != 0;
    }
}
