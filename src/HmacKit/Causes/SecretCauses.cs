namespace HmacKit;

/// <summary>The key isn't the one that the scheme makes of the secret.</summary>
internal static class SecretCauses
{
    public static readonly DiagnosisCause SecretTrailingNewline = new(
        "secret_trailing_newline",
        "The sender's secret has a line break at its end, or lost one that belongs to it.",
        "Trim the line break off the secret's file or variable.");

    public static readonly DiagnosisCause SecretBlanks = new(
        "secret_blanks",
        "The sender's secret has blanks around it, or lost some that belong to it.",
        "Copy the secret to the letter, without blanks.");

    public static readonly DiagnosisCause SecretQuotes = new(
        "secret_quotes",
        "The sender's secret has quotes around it.",
        "Take the quotes off: the file or variable holds them as part of the value.");

    public static readonly DiagnosisCause SecretPrefix = new(
        "secret_prefix",
        "The prefix of the secret was kept where it has to go, or taken off where it belongs to the key.",
        "Use the secret as the scheme says, with or without its prefix.");

    public static readonly DiagnosisCause SecretEncoding = new(
        "secret_encoding",
        "The secret was used in another encoding: as text where it has to be decoded, or decoded where it is text.",
        "Use the secret as the scheme says: as text, or decoded from hex or base64.");

    public static readonly DiagnosisCause SecretPreviousKey = new(
        "secret_previous_key",
        "The request was signed with a key of the ring that isn't accepted at this time.",
        "Give the sender the key that is in force.");

    public static readonly DiagnosisCause SecretKeyId = new(
        "secret_key_id",
        "The key id was used as the secret.",
        "Use the secret that belongs to the key id.");

    public static readonly DiagnosisCause SecretCharset = new(
        "secret_charset",
        "The secret was turned into bytes in another character encoding than UTF-8.",
        "Use the secret's bytes in UTF-8, or a secret that is ASCII only.");

    public static readonly DiagnosisCause SecretHashed = new(
        "secret_hashed",
        "The secret was hashed before it was used as the key.",
        "Use the secret itself as the key; HMAC takes keys of any length.");

    public static readonly DiagnosisCause[] All =
    [
        SecretTrailingNewline, SecretBlanks, SecretQuotes, SecretPrefix, SecretEncoding, SecretPreviousKey,
        SecretKeyId,
        SecretCharset, SecretHashed,
    ];
}
