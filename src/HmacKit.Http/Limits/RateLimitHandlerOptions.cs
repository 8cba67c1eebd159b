namespace HmacKit.Http;

/// <summary>Settings of a <see cref="RateLimitHandler"/>.</summary>
public sealed class RateLimitHandlerOptions
{
    internal static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    /// <summary>
    /// The longest time that one request waits, all its waits together: zero to 1 day. The default is
    /// 60 seconds. If the server asks for more, its answer is handed on at once. A limit by
    /// the hour needs more, and then <see cref="HttpClient.Timeout"/> (100 seconds by default) has to be longer too.
    /// </summary>
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a request is sent at most, the first time included; at least 1. The default is 3.</summary>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>
    /// The most bytes of a request's content, over zero; a request with more throws, since it could not be sent again.
    /// The default is 1 MiB.
    /// </summary>
    public int MaxContentBytes { get; set; } = ContentBytes.DefaultLimit;

    /// <summary>Where the time comes from; the system's clock by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
