namespace HmacKit;

/// <summary>The texts that most messages have, so that reading them makes no strings.</summary>
internal static class StructuredNames
{
    /// <summary>A text as a string, a new one only where it isn't among them.</summary>
    public static string ToText(ReadOnlySpan<char> text) => text switch
    {
        "alg" => "alg",
        "created" => "created",
        "expires" => "expires",
        "key" => "key",
        "keyid" => "keyid",
        "name" => "name",
        "nonce" => "nonce",
        "req" => "req",
        "sha-256" => "sha-256",
        "sig1" => "sig1",
        "tag" => "tag",
        "@authority" => "@authority",
        "@method" => "@method",
        "@path" => "@path",
        "@query" => "@query",
        "@status" => "@status",
        "@target-uri" => "@target-uri",
        "content-digest" => "content-digest",
        "content-type" => "content-type",
        _ => text.ToString(),
    };
}
