namespace HmacKit.Cli;

/// <summary>What one line of a batch says; null for what it doesn't.</summary>
internal sealed class BatchLine
{
    /// <summary>The id as the JSON that it was, to be given back to the letter; empty if there is none.</summary>
    public ReadOnlyMemory<byte> Id { get; set; }

    public string? Scheme { get; set; }

    /// <summary>The algorithm, which tells schemes of the same name apart.</summary>
    public string? Algorithm { get; set; }

    public string? KeyId { get; set; }

    public string? Secret { get; set; }

    public string? Method { get; set; }

    public string? Target { get; set; }

    /// <summary>The absolute URL, where scheme, host and port are told.</summary>
    public string? Url { get; set; }

    /// <summary>Values that aren't in the request, by name.</summary>
    public Dictionary<string, string> Params { get; } = new(StringComparer.Ordinal);

    public List<KeyValuePair<string, string>>? Headers { get; set; }

    public byte[]? Body { get; set; }

    public DateTimeOffset? Now { get; set; }

    public string? Timestamp { get; set; }

    /// <summary>Whether <see cref="Timestamp"/> was a number: Unix seconds, if the scheme writes its time in another way.</summary>
    public bool IsTimestampNumber { get; set; }

    public string? Nonce { get; set; }

    public string? MessageId { get; set; }

    /// <summary>Whether the request's fields are in an object of their own, as in files of vectors, where <c>timestamp</c> is the time to verify at.</summary>
    public bool HasRequest { get; set; }

    /// <summary>The first thing that is wrong with the line.</summary>
    public string? Fault { get; private set; }

    public void AddFault(string fault) => Fault ??= fault;
}
