namespace HmacKit;

/// <summary>How a signature (a tag of 20 to 64 bytes) is written as text.</summary>
public enum TagEncoding
{
    /// <summary>Lower-case hexadecimal, two digits a byte. Upper case is refused: a signature has one spelling.</summary>
    Hex,

    /// <summary>Base64 with padding (RFC 4648 section 4).</summary>
    Base64,

    /// <summary>Base64url without padding (RFC 4648 section 5).</summary>
    Base64Url,
}
