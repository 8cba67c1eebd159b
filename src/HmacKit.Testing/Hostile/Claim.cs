namespace HmacKit.Testing;

/// <summary>What a request's headers say, as text, by the placeholder's name.</summary>
internal sealed record Claim(string KeyId, string Timestamp, string Id, string Nonce, string Signature)
{
    /// <summary>The text in place of a placeholder such as <c>timestamp</c>.</summary>
    public string this[string placeholder] => placeholder switch
    {
        "keyid" => KeyId,
        "timestamp" => Timestamp,
        "id" => Id,
        "nonce" => Nonce,
        _ => Signature,
    };

    /// <summary>The same with another text for a placeholder.</summary>
    public Claim With(string placeholder, string text) => placeholder switch
    {
        "keyid" => this with { KeyId = text },
        "timestamp" => this with { Timestamp = text },
        "id" => this with { Id = text },
        "nonce" => this with { Nonce = text },
        _ => this with { Signature = text },
    };
}
