namespace HmacKit;

/// <summary>Who did what, when, and what came of it. It has no secret, no signature and no body in it.</summary>
public sealed record AuditEntry
{
    /// <summary>The most characters of a text that is kept: 512. What is longer is cut.</summary>
    internal const int MaxText = 512;

    /// <summary>What was done, such as <c>request</c>, <c>key.issued</c>, <c>key.rotated</c> or <c>key.revoked</c>.</summary>
    public required string Action { get; init; }

    /// <summary>What came of it, such as <c>valid</c>, <c>signature_mismatch</c> or <c>insufficient_scope</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The key that did it; null if nothing was proven.</summary>
    public string? KeyId { get; init; }

    /// <summary>The owner of that key; null if it has none, or nothing was proven.</summary>
    public string? Owner { get; init; }

    /// <summary>The address that it came from; null if there is none.</summary>
    public string? Address { get; init; }

    /// <summary>What it was done to: a method and a path without its query, or a key id.</summary>
    public string? Target { get; init; }

    /// <summary>The scheme, or the name of the API keys or tokens; null if there is none.</summary>
    public string? Scheme { get; init; }
}
