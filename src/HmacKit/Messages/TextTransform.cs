namespace HmacKit;

/// <summary>What a suffix does to the text of a part.</summary>
internal enum TextTransform
{
    /// <summary>ASCII letters in lower case; other bytes than ASCII are refused.</summary>
    Lower,

    /// <summary>ASCII letters in upper case; other bytes than ASCII are refused.</summary>
    Upper,

    /// <summary>Without the blanks around it.</summary>
    Trimmed,

    /// <summary>Without a leading slash.</summary>
    Relative,

    /// <summary>Percent-decoded; a <c>+</c> stays. A <c>%</c> without two hex digits is refused.</summary>
    Decoded,

    /// <summary>Percent-encoded: all but letters, digits and <c>-._~</c>.</summary>
    Encoded,

    /// <summary>The same, and slashes stay.</summary>
    EncodedPath,

    /// <summary>A path without dot segments and doubled slashes.</summary>
    Normalized,

    /// <summary>The bytes that hex digits of either case stand for.</summary>
    Unhex,

    /// <summary>A media type in lower case, without its parameters.</summary>
    MediaType,

    /// <summary>The method of a request that only reads: GET for GET and HEAD; any other is refused.</summary>
    Reading,

    /// <summary>As the inside of a JSON string, as JavaScript writes it.</summary>
    Json,
}
