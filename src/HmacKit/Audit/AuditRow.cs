namespace HmacKit;

/// <summary>An entry as a store keeps it.</summary>
/// <param name="Number">Its number: one more than that of the row before.</param>
/// <param name="Time">When it was written down, for retention.</param>
/// <param name="Line">The entry as one line of JSON in ASCII, with the hash of the row before and its own. It is kept to the letter.</param>
public readonly record struct AuditRow(long Number, DateTimeOffset Time, string Line);
