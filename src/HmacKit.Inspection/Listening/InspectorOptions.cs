namespace HmacKit.Inspection;

/// <summary>Settings of a <see cref="SignatureInspector"/>.</summary>
public sealed class InspectorOptions
{
    /// <summary>The default of <see cref="Port"/>: 4319.</summary>
    public const int DefaultPort = 4319;

    /// <summary>The default of <see cref="PagePort"/>: 4320.</summary>
    public const int DefaultPagePort = 4320;

    /// <summary>The default of <see cref="MaxRequests"/>: 20,000.</summary>
    public const int DefaultMaxRequests = InspectionHistory.DefaultMaxExchanges;

    /// <summary>The scheme, with all its configured values.</summary>
    public required SignatureScheme Scheme { get; init; }

    /// <summary>The key; not disposed.</summary>
    public required HmacKey Key { get; init; }

    /// <summary>The id of the key, where the scheme has one; null (the default) takes whichever one a request names.</summary>
    public string? KeyId { get; init; }

    /// <summary>The secrets as text. Wherever one stands in a request or an answer it is taken out before it is kept or shown; of three characters or fewer it isn't.</summary>
    public IReadOnlyCollection<string> Secrets { get; init; } = [];

    /// <summary>Values of the scheme's own for requests that are signed anew.</summary>
    public SigningValues SigningValues { get; init; }

    /// <summary>
    /// Where requests are forwarded to, byte for byte: an http or https URL. With a path requests go to that path, without one to their own; their query is kept. Null
    /// (the default) forwards nothing, and answers 200 or 401.
    /// </summary>
    public Uri? ForwardTo { get; init; }

    /// <summary>How long the target may take; 30 s by default.</summary>
    public TimeSpan ForwardTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The port that receives; 0 for any that is free; 4319 by default.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>The port of the page, which is another one so that a tunnel to the receiver doesn't publish the page; 0 for any that is free; 4320 by default.</summary>
    public int PagePort { get; init; } = DefaultPagePort;

    /// <summary>A file for the history, or a folder for that file; null (the default) for one that is deleted at the end.</summary>
    public string? Store { get; init; }

    /// <summary>How many requests the history keeps; the oldest make room. 20,000 by default.</summary>
    public int MaxRequests { get; init; } = DefaultMaxRequests;

    /// <summary>The most bytes of a body; 1 MiB by default. A larger one is answered 413 and not forwarded.</summary>
    public int MaxBodyBytes { get; init; } = VerifierOptions.DefaultMaxBodyBytes;

    /// <summary>Scheme, host and port as senders use them, for schemes that sign them; null (the default) takes http and what <c>Host</c> says.</summary>
    public Uri? PublicOrigin { get; init; }

    /// <summary>The token that was agreed on with a vendor who asks whether the endpoint is there; null (the default) answers without it.</summary>
    public string? VerifyToken { get; init; }

    /// <summary>How long slips are tried for a request that is refused; 500 ms by default, and at least 2 s for the first one.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Is told of each request once it is in the history.</summary>
    public Action<InspectedRequest>? OnRequest { get; init; }

    /// <summary>Whether the receiver listens on all addresses of the machine. The page never does. False by default: on loopback alone.</summary>
    public bool ReceiveOnAllAddressesAlthoughAnybodyCanSend { get; init; }
}
