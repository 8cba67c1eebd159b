namespace HmacKit;

/// <summary>What a slip changes. Two slips of one group exclude each other, so pairs are taken from different groups.</summary>
internal enum SlipGroup
{
    Body,
    JsonMembers,
    JsonOrder,
    JsonEscapes,
    JsonLayout,
    Target,
    TargetRewriting,
    TargetEncoding,
    Address,
    Method,
    Time,
    Identity,
    Digest,
    ParameterOrder,
    ParameterEncoding,
    SignedHeaders,
    KeyShape,
    QueryOrder,
    QueryText,
    QueryValues,
    QueryBlanks,
    Secret,
    Algorithm,
    Separators,
    Order,
    Parts,
    Ending,
}
