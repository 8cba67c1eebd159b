namespace HmacKit;

/// <summary>All that a signature is computed from, as it was received or as a sender may have had it. Immutable; slips make changed copies.</summary>
internal sealed record SignedRequest
{
    public required SignatureScheme Scheme { get; init; }

    /// <summary>The request as it came, for its headers.</summary>
    public required RequestSource Request { get; init; }

    public required KeyRing? Ring { get; init; }

    public required DiagnosisOptions Options { get; init; }

    /// <summary>The time to check against, in Unix milliseconds.</summary>
    public required long Now { get; init; }

    public required string Method { get; init; }

    public required string Target { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>What the request says of itself; time, id, nonce and key id are those below.</summary>
    public RequestClaim Claim { get; init; }

    /// <summary>The text of the time; null if the request has none.</summary>
    public string? Timestamp { get; init; }

    public string? Id { get; init; }

    public string? Nonce { get; init; }

    public string? KeyId { get; init; }

    /// <summary>Whether the method is written as it is, not in upper case.</summary>
    public bool KeepsMethodCase { get; init; }

    /// <summary>Changes of the message's pieces, in the order in which they are made.</summary>
    public IReadOnlyList<Func<SignedRequest, MessagePiece[], MessagePiece[]?>> Changes { get; init; } = [];

    /// <summary>The bytes of the key; null for those of the ring that are accepted.</summary>
    public byte[]? Secret { get; init; }

    public required HmacAlgorithm Algorithm { get; init; }

    /// <summary>How key and message are put together.</summary>
    public MacKind Mac { get; init; }

    /// <summary>Whether the body may be rewritten.</summary>
    public bool HasSmallBody => Body.Length <= Options.MaxBodyBytes;

    /// <summary>The format of the scheme's time; null if it has none.</summary>
    public TimestampFormat? TimestampFormat => Scheme.Freshness?.Format;

    /// <summary>The same with one more change of the pieces.</summary>
    public SignedRequest With(Func<SignedRequest, MessagePiece[], MessagePiece[]?> change) => this with { Changes = [.. Changes, change] };

    /// <summary>The only value of a header; null if it isn't there, or is there twice.</summary>
    public string? Header(string name) => Request.GetHeader(name).Value;
}
