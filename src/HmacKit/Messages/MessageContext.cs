namespace HmacKit;

/// <summary>What the parts of a message have to know of their scheme.</summary>
/// <param name="TimestampFormat">How the signing time is written.</param>
/// <param name="CarriesTimestamp">Whether there is one.</param>
/// <param name="Fields">The scheme's own values, by name.</param>
/// <param name="Configured">The texts of its configured values, by name; null where one isn't set.</param>
/// <param name="Plan">The layout of its message.</param>
internal sealed record MessageContext(
    TimestampFormat TimestampFormat,
    bool CarriesTimestamp,
    IReadOnlyDictionary<string, ClaimField> Fields,
    IReadOnlyDictionary<string, string?> Configured,
    MessagePlan Plan);
