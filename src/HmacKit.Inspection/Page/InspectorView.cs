namespace HmacKit.Inspection;

/// <summary>What the page says of the inspector itself.</summary>
internal sealed record InspectorView
{
    public required string Scheme { get; init; }

    /// <summary>Where requests are forwarded to.</summary>
    public string? ForwardTo { get; init; }

    /// <summary>Where requests are sent to.</summary>
    public string? Receives { get; init; }

    public bool CanSend { get; init; }

    public bool CanSign { get; init; }
}

/// <summary>The number of a request that was sent; null if it comes by itself.</summary>
internal sealed record SentView(long? Id);

/// <summary>Why the page's request is refused.</summary>
internal sealed record ProblemView(string Error);
