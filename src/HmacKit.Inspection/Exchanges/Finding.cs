namespace HmacKit.Inspection;

/// <summary>What was found out about a request's signature.</summary>
internal sealed record Finding
{
    /// <summary>The scheme, or the name of what was verified.</summary>
    public required string Scheme { get; init; }

    /// <summary>The name of the status, such as <c>signature_mismatch</c>.</summary>
    public required string Status { get; init; }

    public bool IsValid { get; init; }

    /// <summary>What was proven, by name: none if nothing could be.</summary>
    public IReadOnlyList<string> Causes { get; init; } = [];

    /// <summary>What speaks for a cause that can't be proven.</summary>
    public IReadOnlyList<string> Hints { get; init; } = [];

    public string Advice { get; init; } = "";

    /// <summary>The offset in bytes at which the message that was signed first differs from the expected one.</summary>
    public int? DifferenceOffset { get; init; }

    public string? DifferenceExpected { get; init; }

    public string? DifferenceSigned { get; init; }

    /// <summary>False if the time for it was spent before all was tried.</summary>
    public bool IsComplete { get; init; } = true;

    /// <summary>Why the message isn't shown; null if it is, or there is none.</summary>
    public string? MessageHiddenBecause { get; init; }

    public double Milliseconds { get; init; }

    public string? KeyId { get; init; }

    /// <summary>Which secret matched, in words; null if none did.</summary>
    public string? MatchedSecret { get; init; }

    /// <summary>What is left of the caller's budget.</summary>
    public string? Budget { get; init; }

    /// <summary>The id that was signed.</summary>
    public string? SignedId { get; init; }

    /// <summary>Whether it was a vendor's question whether the endpoint is there.</summary>
    public bool IsHandshake { get; init; }
}
