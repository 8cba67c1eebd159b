using Microsoft.Extensions.Logging;

namespace HmacKit;

/// <summary>Settings of a <see cref="RequestVerifier"/>.</summary>
public sealed class VerifierOptions
{
    /// <summary>The default of <see cref="MaxBodyBytes"/>: 1 MiB.</summary>
    public const int DefaultMaxBodyBytes = 1024 * 1024;

    /// <summary>The default of <see cref="KeySourceTimeout"/>: 10 seconds.</summary>
    internal static readonly TimeSpan DefaultKeySourceTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The most that <see cref="KeySourceTimeout"/> can be: 5 minutes.</summary>
    internal static readonly TimeSpan MaxKeySourceTimeout = TimeSpan.FromMinutes(5);

    /// <summary>The most bytes of a body; over zero. The default is <see cref="DefaultMaxBodyBytes"/>, 1 MiB.</summary>
    public int MaxBodyBytes { get; set; } = DefaultMaxBodyBytes;

    /// <summary>How old a request may be, in place of what the scheme says; null (the default) for the scheme's own.</summary>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>How far in the future a request's time may lie, in place of what the scheme says; null (the default) for the scheme's own.</summary>
    public TimeSpan? MaxSkew { get; set; }

    /// <summary>Where the time comes from; the system's clock by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>
    /// How long to wait for a key source that doesn't answer from memory, before the request is refused as
    /// <see cref="VerificationStatus.KeySourceUnavailable"/>; over zero, at most 5 minutes. The
    /// default is 10 seconds.
    /// </summary>
    public TimeSpan KeySourceTimeout { get; set; } = DefaultKeySourceTimeout;

    /// <summary>Where the failures of a key source or replay store are logged; nowhere by default.</summary>
    public ILogger? Logger { get; set; }

    /// <summary>The memory of used ids or nonces. A scheme with a <see cref="SignatureScheme.Replay"/> rule needs one.</summary>
    public IReplayStore? ReplayStore { get; set; }

    /// <summary>
    /// True if the same genuine request may come any number of times within the window, although the scheme could
    /// tell: only where the handler makes no difference between once and twice. False by default.
    /// </summary>
    public bool AcceptReplaysBecauseTheHandlerIsIdempotent { get; set; }

    /// <summary>
    /// True if a JSON body may also be signed in its compact form, without the blanks between its tokens: for senders that
    /// sign one spelling and let their HTTP library send another, as Python's <c>json.dumps(…, separators=(',', ':'))</c>
    /// beside <c>requests.post(…, json=…)</c> does. Such a body holds the signed values but isn't the signed bytes;
    /// <see cref="VerificationResult.IsBodySignedAsCompactJson"/> says which. A refusal then costs up to two signatures.
    /// False by default: the bytes that came are the bytes that must be signed.
    /// </summary>
    public bool AcceptCompactJsonBecauseTheSenderReformatsIt { get; set; }
}
