namespace HmacKit.Http;

/// <summary>Settings of a <see cref="SigningHandler"/>.</summary>
public sealed class SigningHandlerOptions
{
    /// <summary>
    /// The most bytes of a request's content, over zero; a request with more throws. The default is
    /// 1 MiB, which is also what a verifier accepts by default.
    /// </summary>
    public int MaxContentBytes { get; set; } = ContentBytes.DefaultLimit;

    /// <summary>
    /// How many redirects within the origin are followed, each signed anew: 0 to 50. The default is 5.
    /// Redirects to another origin are never followed.
    /// </summary>
    public int MaxRedirects { get; set; } = SameOriginRedirects.DefaultRedirects;

    /// <summary>
    /// The only origin that requests are signed for: scheme, host and port of this URI. Null (the default) for any, as a
    /// sender of webhooks needs it. Set it where a client follows addresses that a server gave it.
    /// </summary>
    public Uri? Origin { get; set; }

    /// <summary>
    /// True if requests may be signed for plain HTTP to another machine, where everybody on the way can read them and send
    /// them in the signer's place: only within a network that encrypts by itself. False by default.
    /// </summary>
    public bool AllowPlainHttpBecauseTheNetworkIsTrusted { get; set; }

    /// <summary>Corrects the signing time by the server's; null (the default) for the clock of this machine alone.</summary>
    public ClockCorrection? ClockCorrection { get; set; }

    /// <summary>
    /// True to sign again, once, what was refused with a 401 whose <c>Accept-Signature</c> (RFC 9421 section 5.1) asks for more than the request was signed with; what an origin
    /// asks for is remembered. The signature covers at least what the scheme says, whatever a server asks for; a request that hasn't all of it is signed as the scheme says.
    /// False by default. For schemes of HTTP Message Signatures.
    /// </summary>
    public bool CoverWhatServersAskFor { get; set; }

    /// <summary>
    /// The scheme of the answers, such as <see cref="SchemeCatalog.AcquiaHttpHmac2Response"/>, where the server signs them. Every answer must then be signed,
    /// by a key of the signer, for the very request that it answers; any other one throws an <see cref="UnverifiedAnswerException"/>, refusals and errors of the
    /// server included. Null (the default) if answers are taken as they are.
    /// </summary>
    public SignatureScheme? Answers { get; set; }

    /// <summary>The most bytes of an answer that is verified, over zero: it is held in memory. The default is 1 MiB.</summary>
    public int MaxAnswerBytes { get; set; } = ContentBytes.DefaultLimit;

    /// <summary>Where the time comes from that <see cref="ClockCorrection"/> corrects, and with which a request is signed whose answer is verified; the system's clock by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
