using System.Text.Json.Serialization;

namespace HmacKit.Inspection;

/// <summary>What came back for a request, from the target or from the inspector itself.</summary>
internal sealed record Answer
{
    /// <summary>Where the request was forwarded to; null if the inspector has answered itself.</summary>
    public string? ForwardedTo { get; init; }

    /// <summary>The status code; null if there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>Why there was no answer.</summary>
    public string? Error { get; init; }

    public double Milliseconds { get; init; }

    public IReadOnlyList<HeaderLine> Headers { get; init; } = [];

    /// <summary>How many bytes the body has; more than <see cref="Body"/> if that is only its beginning.</summary>
    public long BodyLength { get; init; }

    /// <summary>The body, which a history keeps apart.</summary>
    [JsonIgnore]
    public byte[] Body { get; init; } = [];
}
