namespace HmacKit;

/// <summary>What a slip changes. Two slips of one group exclude each other, so pairs are taken from different groups.</summary>
internal enum SlipGroup
{
    Body,
    JsonOrder,
    JsonEscapes,
    JsonLayout,
    Target,
    TargetEncoding,
    Address,
    Method,
    Time,
    Identity,
    Digest,
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
