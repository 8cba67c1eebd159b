namespace HmacKit;

/// <summary>The signature is right, but isn't written or computed as the scheme says.</summary>
internal static class SignatureCauses
{
    public static readonly DiagnosisCause SignatureHexCase = new(
        "signature_hex_case",
        "The signature is in upper-case hex.",
        "Write the hex digits in lower case.");

    public static readonly DiagnosisCause SignaturePadding = new(
        "signature_padding",
        "The padding of the base64 signature is missing, or stands where none belongs.",
        "Write base64 with padding and base64url without, as the scheme says.");

    public static readonly DiagnosisCause SignatureBase64url = new(
        "signature_base64url",
        "The signature is base64url where base64 belongs, or the other way round.",
        "Use the alphabet that the scheme says.");

    public static readonly DiagnosisCause SignatureEncoding = new(
        "signature_encoding",
        "The signature is in another encoding: base64 where hex belongs, hex where base64 belongs, or one within the other.",
        "Encode the bytes of the tag once, as the scheme says.");

    public static readonly DiagnosisCause SignaturePrefix = new(
        "signature_prefix",
        "The text before the signature is missing, or isn't that of the scheme.",
        "Write the header as the scheme says, with its prefix.");

    public static readonly DiagnosisCause SignatureJoined = new(
        "signature_joined",
        "The header was there more than once, and something on the way joined its values with a comma.",
        "Send the header once: look for a client, proxy or library that adds it again.");

    public static readonly DiagnosisCause AlgorithmOther = new(
        "algorithm_other",
        "The signature was computed with another hash.",
        "Use the hash of the scheme.");

    public static readonly DiagnosisCause AlgorithmPlainHash = new(
        "algorithm_plain_hash",
        "The signature is a plain hash without HMAC.",
        "Use HMAC with the secret as the key: a plain hash protects nothing.");

    public static readonly DiagnosisCause AlgorithmSwapped = new(
        "algorithm_swapped",
        "Key and message have changed places.",
        "Look at the order of the arguments: some libraries take the key first, others the message.");

    public static readonly DiagnosisCause SignatureSeparators = new(
        "signature_separators",
        "The hex digits of the signature have dashes or colons between them, or 0x before them.",
        "Use Convert.ToHexString in .NET, not BitConverter.ToString, and write the digits alone.");

    public static readonly DiagnosisCause HeaderOther = new(
        "header_other",
        "The signature, or what belongs to it, came in a header of another name than the scheme's.",
        "Use the scheme that belongs to these headers, or have the sender use the names of this one.");

    public static readonly DiagnosisCause[] All =
    [
        SignatureHexCase, SignaturePadding, SignatureBase64url, SignatureEncoding, SignaturePrefix, SignatureJoined, AlgorithmOther,
        AlgorithmPlainHash, AlgorithmSwapped,
        SignatureSeparators, HeaderOther,
    ];
}
