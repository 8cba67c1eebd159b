namespace HmacKit;

/// <summary>The names of encodings in templates.</summary>
internal static class TagEncodings
{
    public static bool TryParse(string name, out TagEncoding encoding)
    {
        (bool isKnown, encoding) = name switch
        {
            "hex" => (true, TagEncoding.Hex),
            "base64" => (true, TagEncoding.Base64),
            "base64url" => (true, TagEncoding.Base64Url),
            "hex-upper" => (true, TagEncoding.HexUpper),
            "base64url-padded" => (true, TagEncoding.Base64UrlPadded),
            _ => (false, default),
        };
        return isKnown;
    }
}
