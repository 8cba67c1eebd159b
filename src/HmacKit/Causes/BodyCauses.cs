namespace HmacKit;

/// <summary>The body that was signed isn't the one that came.</summary>
internal static class BodyCauses
{
    public static readonly DiagnosisCause BodyTrailingNewline = new(
        "body_trailing_newline",
        "A line break at the end of the body was added or lost.",
        "Sign the very bytes that are sent: watch out for editors, echo without -n, and trimming.");

    public static readonly DiagnosisCause BodyLineEndings = new(
        "body_line_endings",
        "The body was signed with other line endings (CRLF or LF) than it was sent with.",
        "Build the body once as bytes, and open files in binary mode.");

    public static readonly DiagnosisCause BodyByteOrderMark = new(
        "body_byte_order_mark",
        "A byte order mark at the beginning of the body was added or lost.",
        "Write and read the body as UTF-8 without a byte order mark.");

    public static readonly DiagnosisCause BodyJsonCompact = new(
        "body_json_compact",
        "The body was signed as compact JSON, but sent with blanks between its tokens.",
        "Turn the data into JSON once, sign that text, and send it as it is.");

    public static readonly DiagnosisCause BodyJsonSpaced = new(
        "body_json_spaced",
        "The body was signed as JSON with a blank behind each colon and comma, as Python writes it, but sent otherwise.",
        "Turn the data into JSON once, sign that text, and send it as it is.");

    public static readonly DiagnosisCause BodyJsonIndented = new(
        "body_json_indented",
        "The body was signed as indented JSON, but sent otherwise.",
        "Turn the data into JSON once, sign that text, and send it as it is.");

    public static readonly DiagnosisCause BodyJsonSorted = new(
        "body_json_sorted",
        "The body was signed with its JSON names sorted, but sent in another order.",
        "Turn the data into JSON once, sign that text, and send it as it is.");

    public static readonly DiagnosisCause BodyJsonUnicode = new(
        "body_json_unicode",
        "The body was signed with \\u escapes where it was sent as UTF-8, or the other way round.",
        "Use one and the same JSON setting for signing and for sending.");

    public static readonly DiagnosisCause BodyJsonSlashes = new(
        "body_json_slashes",
        "The body was signed with slashes escaped (\\/, as PHP does) where it was sent without, or the other way round.",
        "Use one and the same JSON setting for signing and for sending.");

    public static readonly DiagnosisCause BodyJsonHtml = new(
        "body_json_html",
        "The body was signed with HTML-safe escapes (\\u003c, as Go and .NET write them) where it was sent without, or the other way round.",
        "Use one and the same JSON setting for signing and for sending.");

    public static readonly DiagnosisCause BodyFormEncoding = new(
        "body_form_encoding",
        "The form was signed in another percent-encoding than it was sent in.",
        "Encode the form once, sign that text, and send it as it is.");

    public static readonly DiagnosisCause BodyFormOrder = new(
        "body_form_order",
        "The form was signed with its fields in another order than they were sent in.",
        "Write the form once, sign that text, and send it as it is; verify it before anything parses it.");

    public static readonly DiagnosisCause BodyLatin1 = new(
        "body_latin1",
        "The body was signed in another character encoding: UTF-8 on one side, Latin-1 on the other.",
        "Treat the body as bytes; where text is needed, use UTF-8 on both sides.");

    public static readonly DiagnosisCause BodyDigestOfEmpty = new(
        "body_digest_of_empty",
        "The digest of an empty body was signed, or nothing in the place of that digest.",
        "Compute the digest of the bytes that are sent; for no body it is the digest of nothing, not an empty text.");

    public static readonly DiagnosisCause BodyEmpty = new(
        "body_empty",
        "The signature was computed over an empty body: it had been read before, or wasn't attached yet.",
        "Sign after the body is complete, and rewind or buffer a body that can be read only once.");

    public static readonly DiagnosisCause BodyGzip = new(
        "body_gzip",
        "The body was signed before compression and sent behind it, or the other way round.",
        "Sign the bytes as they go over the wire, or take the compression out.");

    public static readonly DiagnosisCause BodyDigestForm = new(
        "body_digest_form",
        "The digest of the body was signed in another form: another encoding, upper case, or another hash.",
        "Write the digest as the scheme says, to the letter.");

    public static readonly DiagnosisCause BodyDigestMissing = new(
        "body_digest_missing",
        "The body itself was signed where the scheme signs its digest.",
        "Put the digest of the body into the message.");

    public static readonly DiagnosisCause BodyDigestUnneeded = new(
        "body_digest_unneeded",
        "A digest of the body was signed where the scheme signs the body itself.",
        "Put the body itself into the message.");

    public static readonly DiagnosisCause BodyJsonEscapes = new(
        "body_json_escapes",
        "The body was signed with several kinds of JSON escapes (\\/, \\u0026, \\u00e9) where it was sent without, or the other way round.",
        "Verify the raw body, not one that was parsed and written again; a sender signs the very text that it sends.");

    public static readonly DiagnosisCause BodyJsonNulls = new(
        "body_json_nulls",
        "The body was signed with members that are null, empty or zero, and came without them, or the other way round.",
        "Verify the raw body, not one that was parsed and written again; a sender signs the very text that it sends.");

    public static readonly DiagnosisCause BodyJsonNames = new(
        "body_json_names",
        "The body was signed with its JSON names in another case (userId, UserId, user_id).",
        "Verify the raw body, not an object that was written again with a naming policy.");

    public static readonly DiagnosisCause BodyJsonNumbers = new(
        "body_json_numbers",
        "The body was signed with its numbers written otherwise (1.0 for 1, or as strings).",
        "Verify the raw body, not one that was parsed and written again; a sender signs the very text that it sends.");

    public static readonly DiagnosisCause BodyBase64 = new(
        "body_base64",
        "The body is base64 of what was signed, or the other way round.",
        "Verify the bytes as they came over the wire: take them before the gateway or framework decodes them, or undo what it did.");

    public static readonly DiagnosisCause BodyJsonString = new(
        "body_json_string",
        "The body is a JSON string that holds what was signed, or the other way round.",
        "Turn the data into JSON once: a text that is JSON already is sent as it is.");

    public static readonly DiagnosisCause BodyFormJson = new(
        "body_form_json",
        "A form was signed and its JSON verified, or the other way round.",
        "Verify the bytes as they came over the wire: take them before the gateway or framework decodes them, or undo what it did.");

    public static readonly DiagnosisCause BodyEnvelope = new(
        "body_envelope",
        "What was signed is a member of the JSON that came, or holds it as a member.",
        "Verify the bytes as they came over the wire: take them before the gateway or framework decodes them, or undo what it did.");

    public static readonly DiagnosisCause BodyBuffer = new(
        "body_buffer",
        "The body was signed, or came, as a list of its bytes or in hex.",
        "Hand the bytes themselves to the verifier, not the text that a buffer turns into.");

    public static readonly DiagnosisCause BodyUtf16 = new(
        "body_utf16",
        "The body was signed in UTF-16 or UTF-32 where it was sent in UTF-8, or the other way round.",
        "Take the bytes of the body in UTF-8: Encoding.UTF8 in .NET, not Encoding.Unicode.");

    public static readonly DiagnosisCause BodyNarrowed = new(
        "body_narrowed",
        "The body was signed after its characters were cut down to one byte each, or replaced by question marks.",
        "Take the bytes of the body in UTF-8; ASCII, Latin-1 and Node's 'binary' lose characters.");

    public static readonly DiagnosisCause BodyPlaceholder = new(
        "body_placeholder",
        "{}, null or another word was signed where no body, or another one, was sent.",
        "Sign the very bytes that are sent; for no body, sign none.");

    public static readonly DiagnosisCause[] All =
    [
        BodyTrailingNewline, BodyLineEndings, BodyByteOrderMark, BodyJsonCompact, BodyJsonSpaced, BodyJsonIndented,
        BodyJsonSorted, BodyJsonUnicode, BodyJsonSlashes, BodyJsonHtml, BodyFormEncoding, BodyFormOrder, BodyLatin1,
        BodyDigestOfEmpty, BodyEmpty, BodyGzip, BodyDigestForm, BodyDigestMissing, BodyDigestUnneeded,
        BodyJsonEscapes, BodyJsonNulls, BodyJsonNames, BodyJsonNumbers, BodyBase64, BodyJsonString, BodyFormJson,
        BodyEnvelope, BodyBuffer, BodyUtf16, BodyNarrowed, BodyPlaceholder,
    ];
}
