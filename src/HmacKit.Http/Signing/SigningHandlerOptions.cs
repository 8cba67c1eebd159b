namespace HmacKit.Http;

/// <summary>Settings of a <see cref="SigningHandler"/>.</summary>
public sealed class SigningHandlerOptions
{
    /// <summary>The default of <see cref="MaxContentBytes"/>: 1 MiB.</summary>
    public const int DefaultMaxContentBytes = 1024 * 1024;

    /// <summary>The default of <see cref="MaxRedirects"/>: 5.</summary>
    public const int DefaultMaxRedirects = 5;

    /// <summary>The most that <see cref="MaxRedirects"/> can be: 50.</summary>
    public const int MostRedirects = 50;

    /// <summary>
    /// The most bytes of a request's content, over zero; a request with more throws. The default is
    /// <see cref="DefaultMaxContentBytes"/>, 1 MiB, which is also what a verifier accepts by default.
    /// </summary>
    public int MaxContentBytes { get; set; } = DefaultMaxContentBytes;

    /// <summary>
    /// How many redirects within the origin are followed, each signed anew: 0 to <see cref="MostRedirects"/>. The default
    /// is <see cref="DefaultMaxRedirects"/>, 5. Redirects to another origin are never followed.
    /// </summary>
    public int MaxRedirects { get; set; } = DefaultMaxRedirects;

    /// <summary>
    /// The only origin that requests are signed for: scheme, host and port of this URI. Null (the default) for any, as a
    /// sender of webhooks needs it. Set it where a client follows addresses that a server gave it.
    /// </summary>
    public Uri? Origin { get; set; }

    /// <summary>Corrects the signing time by the server's; null (the default) for the clock of this machine alone.</summary>
    public ClockCorrection? ClockCorrection { get; set; }

    /// <summary>Where the time comes from that <see cref="ClockCorrection"/> corrects; the system's clock by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
