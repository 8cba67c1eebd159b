namespace HmacKit;

/// <summary>What a <see cref="Handshake"/> says to a request. The default value is "this is no handshake".</summary>
public readonly struct HandshakeAnswer
{
    private HandshakeAnswer(bool isHandshake, bool isRefused)
    {
        IsHandshake = isHandshake;
        IsRefused = isRefused;
    }

    /// <summary>A handshake that isn't answered: its token is wrong, or what it asks for isn't what a vendor asks for.</summary>
    internal static HandshakeAnswer Refused => new(isHandshake: true, isRefused: true);

    /// <summary>Whether the request is a handshake, and no event.</summary>
    public bool IsHandshake { get; }

    /// <summary>Whether it is to be answered 400, without a body.</summary>
    public bool IsRefused { get; }

    /// <summary>The body of a 200; empty if there is none.</summary>
    public string Body { get => field ?? ""; private init; }

    /// <summary>What the body is; null if there is none. A body that echoes needs <c>X-Content-Type-Options: nosniff</c>.</summary>
    public string? ContentType { get; private init; }

    /// <summary>A header of the answer; null for none.</summary>
    public string? HeaderName { get; private init; }

    /// <summary>That header's value. For <see cref="Handshake.OfSecret"/> it is the secret that the vendor will sign with.</summary>
    public string? HeaderValue { get; private init; }

    internal static HandshakeAnswer Empty() => new(isHandshake: true, isRefused: false);

    internal static HandshakeAnswer Text(string text) => Empty() with { Body = text, ContentType = "text/plain; charset=utf-8" };

    internal static HandshakeAnswer Json(string json) => Empty() with { Body = json, ContentType = "application/json" };

    internal static HandshakeAnswer Header(string name, string value) => Empty() with { HeaderName = name, HeaderValue = value };
}
