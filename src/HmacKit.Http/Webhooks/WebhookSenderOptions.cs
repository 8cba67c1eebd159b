namespace HmacKit.Http;

/// <summary>Settings of a <see cref="WebhookSender"/>.</summary>
public sealed class WebhookSenderOptions
{
    /// <summary>The default of <see cref="Timeout"/>: 10 seconds.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The default of <see cref="RetryDelays"/>: 60 seconds, 5 minutes and 15 minutes, so four attempts in all.</summary>
    public static readonly IReadOnlyList<TimeSpan> DefaultRetryDelays = [TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15)];

    /// <summary>The most that <see cref="Timeout"/> and a delay can be: 1 day.</summary>
    public static readonly TimeSpan MostDelay = TimeSpan.FromDays(1);

    /// <summary>How long an attempt may take, from looking the name up to the status line; over zero. The default is <see cref="DefaultTimeout"/>, 10 seconds.</summary>
    public TimeSpan Timeout { get; set; } = DefaultTimeout;

    /// <summary>
    /// How long after a failed attempt the next one is made, the first delay after the first attempt. Whatever fails once
    /// more than there are delays is a dead letter. The default is <see cref="DefaultRetryDelays"/>.
    /// </summary>
    public IReadOnlyList<TimeSpan> RetryDelays { get; set; } = DefaultRetryDelays;

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
