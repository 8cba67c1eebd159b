using System.Text.Json.Serialization;

namespace HmacKit.Inspection;

/// <summary>A request, what was found out about it, and what came back. It holds no secret: <see cref="SecretMask"/> has been over it.</summary>
internal sealed record Exchange
{
    /// <summary>What came from outside.</summary>
    public const string Received = "received";

    /// <summary>What was sent again as it had come.</summary>
    public const string Replayed = "replayed";

    /// <summary>What was sent again with a new signature.</summary>
    public const string SignedAnew = "signed anew";

    /// <summary>What was edited and sent.</summary>
    public const string Edited = "edited";

    [JsonIgnore]
    public long Id { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>Where it is from: one of the constants.</summary>
    public string Kind { get; init; } = Received;

    /// <summary>The request that this one repeats.</summary>
    public long? From { get; init; }

    public required string Method { get; init; }

    public required string Target { get; init; }

    /// <summary>Scheme, host and port as they are signed.</summary>
    public string? Origin { get; init; }

    public required IReadOnlyList<HeaderLine> Headers { get; init; }

    /// <summary>Whether the body is only the beginning of what came.</summary>
    public bool IsBodyCut { get; init; }

    public required Finding Finding { get; init; }

    public required Answer Answer { get; init; }

    /// <summary>What stands in this exchange where secrets stood; null if there were none.</summary>
    public string? Mask { get; init; }

    /// <summary>Whether some of them were this exchange's own, which are known only to the process that has got them.</summary>
    public bool HidesOwn { get; init; }

    /// <summary>The body's bytes, which a history keeps apart.</summary>
    [JsonIgnore]
    public byte[] Body { get; init; } = [];

    /// <summary>The message that is expected to be signed.</summary>
    [JsonIgnore]
    public byte[] Message { get; init; } = [];

    /// <summary>About how many bytes it takes in a history.</summary>
    [JsonIgnore]
    public long Size => Body.Length + Message.Length + Answer.Body.Length + (2L * (Target.Length + Headers.Sum(static line => line.Name.Length + line.Value.Length)));
}
