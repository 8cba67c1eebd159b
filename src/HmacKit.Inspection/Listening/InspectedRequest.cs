namespace HmacKit.Inspection;

/// <summary>A request that the inspector has looked at, in short. It holds no secret and nothing of a body; method and target are a stranger's text.</summary>
public sealed class InspectedRequest
{
    private readonly Exchange _exchange;

    internal InspectedRequest(Exchange exchange) => _exchange = exchange;

    /// <summary>Its number in the history.</summary>
    public long Number => _exchange.Id;

    /// <summary>When it came.</summary>
    public DateTimeOffset Time => _exchange.Time;

    /// <summary>The method.</summary>
    public string Method => _exchange.Method;

    /// <summary>Path and query.</summary>
    public string Target => _exchange.Target;

    /// <summary>The name of the status, such as <c>signature_mismatch</c>; <c>handshake</c> for a vendor's question that was answered.</summary>
    public string Status => _exchange.Finding.IsHandshake ? "handshake" : _exchange.Finding.Status;

    /// <summary>Whether the request is valid.</summary>
    public bool IsValid => _exchange.Finding.IsValid;

    /// <summary>The names of the proven causes.</summary>
    public IReadOnlyList<string> Causes => _exchange.Finding.Causes;

    /// <summary>What to change; empty for a valid request.</summary>
    public string Advice => _exchange.Finding.Advice;

    /// <summary>Whether it was forwarded.</summary>
    public bool IsForwarded => _exchange.Answer.ForwardedTo is not null;

    /// <summary>The status code that came back; null if none did.</summary>
    public int? Answer => _exchange.Answer.Status;

    /// <summary>Why the target didn't answer; null if it did, or wasn't asked.</summary>
    public string? ForwardError => _exchange.Answer.Error;

    /// <summary>How long the target took, in milliseconds.</summary>
    public double ForwardMilliseconds => _exchange.Answer.Milliseconds;

    /// <summary>How it came here: <c>received</c>, <c>replayed</c>, <c>signed anew</c> or <c>edited</c>.</summary>
    public string Kind => _exchange.Kind;
}
