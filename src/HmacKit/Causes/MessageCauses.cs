namespace HmacKit;

/// <summary>The message has the right values in the wrong layout.</summary>
internal static class MessageCauses
{
    public static readonly DiagnosisCause PartsOrder = new(
        "parts_order",
        "The parts of the message were signed in another order.",
        "Put the parts in the order of the scheme.");

    public static readonly DiagnosisCause PartMissing = new(
        "part_missing",
        "A part of the message wasn't signed.",
        "Sign all the parts of the scheme.");

    public static readonly DiagnosisCause SeparatorMissing = new(
        "separator_missing",
        "The text between the parts of the message wasn't signed.",
        "Put the separators of the scheme into the message.");

    public static readonly DiagnosisCause SeparatorDoubled = new(
        "separator_doubled",
        "A separator of the message was signed twice.",
        "Put each separator into the message once.");

    public static readonly DiagnosisCause SeparatorTrailing = new(
        "separator_trailing",
        "A line break or separator at the end of the message was signed.",
        "End the message with its last part; use printf in place of echo.");

    public static readonly DiagnosisCause SeparatorOther = new(
        "separator_other",
        "Other separators were signed than those of the scheme.",
        "Use the separators of the scheme; a line break is one byte, not a backslash and an n.");

    public static readonly DiagnosisCause QueryJsonUnsorted = new(
        "query_json_unsorted",
        "The query was signed as JSON in the order of the URL.",
        "Sort the names.");

    public static readonly DiagnosisCause QueryJsonSpaced = new(
        "query_json_spaced",
        "The query was signed as JSON with blanks.",
        "Leave the blanks out: separators are comma and colon alone.");

    public static readonly DiagnosisCause QueryJsonNumbers = new(
        "query_json_numbers",
        "The query was signed as JSON with values as numbers.",
        "Write every value as a string, or name the parameter in the definition's JsonQueryParameters.");

    public static readonly DiagnosisCause QueryJsonUnicode = new(
        "query_json_unicode",
        "The query was signed as JSON in UTF-8 where the scheme escapes everything outside ASCII.",
        "Escape everything outside ASCII.");

    public static readonly DiagnosisCause QueryJsonRaw = new(
        "query_json_raw",
        "The query was signed as it is, where the scheme signs it as JSON.",
        "Write the query as JSON.");

    public static readonly DiagnosisCause[] All =
    [
        PartsOrder, PartMissing, SeparatorMissing, SeparatorDoubled, SeparatorTrailing, SeparatorOther,
        QueryJsonUnsorted, QueryJsonSpaced, QueryJsonNumbers, QueryJsonUnicode, QueryJsonRaw,
    ];
}
