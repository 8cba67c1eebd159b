namespace HmacKit.Inspection;

/// <summary>An edited request that the page wants sent. It has no address: that is the inspector's own.</summary>
internal sealed record SendOrder
{
    /// <summary>The request that was edited.</summary>
    public required long From { get; init; }

    public required string Method { get; init; }

    public required string Target { get; init; }

    public required IReadOnlyList<HeaderLine> Headers { get; init; }

    /// <summary>The body as text; null if it is <see cref="BodyBase64"/>.</summary>
    public string? Body { get; init; }

    public byte[]? BodyBase64 { get; init; }

    /// <summary>Whether it is signed anew.</summary>
    public bool Sign { get; init; }
}
