namespace HmacKit;

/// <summary>What the parts of a message have to know of their scheme.</summary>
/// <param name="TimestampFormat">How the signing time is written.</param>
/// <param name="CarriesTimestamp">Whether there is one.</param>
/// <param name="Own">The names of the scheme's own values, in the order of their fields.</param>
/// <param name="Configured">The texts of its configured values, by name; null where one isn't set.</param>
/// <param name="Plan">The layout of its message.</param>
internal sealed record MessageContext(
    TimestampFormat TimestampFormat,
    bool CarriesTimestamp,
    string[] Own,
    IReadOnlyDictionary<string, string?> Configured,
    MessagePlan Plan);
