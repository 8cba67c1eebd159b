namespace HmacKit.Http;

/// <summary>Settings of a <see cref="WebhookSender"/>.</summary>
public sealed class WebhookSenderOptions
{
    internal static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);

    internal const int MostKeptAnswerBytes = 4096;

    /// <summary>How long an attempt may take, from looking the name up to the status line: over zero, at most 1 day. The default is 10 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Which answers are followed by another attempt, and when; <see cref="WebhookRetryPolicy.Default"/> by default.</summary>
    public WebhookRetryPolicy RetryPolicy { get; set; } = WebhookRetryPolicy.Default;

    /// <summary>How many connections there are to one host at most, over zero: subscribers there wait for each other beyond that. 256 by default.</summary>
    public int MaxConnectionsPerHost { get; set; } = 256;

    /// <summary>How many bytes of an answer's body are kept in <see cref="WebhookDelivery.Answer"/>, for a log: 0 to 4,096. 0 by default: the body isn't read.</summary>
    public int KeptAnswerBytes { get; set; }

    /// <summary>
    /// Lets targets be on this very machine, over plain HTTP too: for development. Off by default. All other addresses that
    /// aren't public stay forbidden.
    /// </summary>
    public bool AllowLoopbackBecauseThisIsDevelopment { get; set; }

    /// <summary>Sends to <c>http</c> targets too, where anybody on the way can read along. Off by default.</summary>
    public bool AllowPlainHttpBecauseTheNetworkIsTrusted { get; set; }

    /// <summary>Where the time comes from; the system's clock by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
