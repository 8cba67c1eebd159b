namespace HmacKit;

/// <summary>How a signature (a tag of 10 to 64 bytes) is written as text. A scheme takes exactly one spelling.</summary>
public enum TagEncoding
{
    /// <summary>Lower-case hexadecimal, two digits a byte; <c>hex</c> in templates. Upper case is refused.</summary>
    Hex,

    /// <summary>Base64 with padding (RFC 4648 section 4); <c>base64</c> in templates.</summary>
    Base64,

    /// <summary>Base64url without padding (RFC 4648 section 5); <c>base64url</c> in templates.</summary>
    Base64Url,

    /// <summary>Upper-case hexadecimal, two digits a byte; <c>hex-upper</c> in templates. Lower case is refused.</summary>
    HexUpper,

    /// <summary>Base64url with padding (RFC 4648 section 5); <c>base64url-padded</c> in templates.</summary>
    Base64UrlPadded,
}
