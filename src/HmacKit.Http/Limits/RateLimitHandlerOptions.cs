namespace HmacKit.Http;

/// <summary>Settings of a <see cref="RateLimitHandler"/>.</summary>
public sealed class RateLimitHandlerOptions
{
    /// <summary>The default of <see cref="MaxWait"/>: 60 seconds.</summary>
    public static readonly TimeSpan DefaultMaxWait = TimeSpan.FromSeconds(60);

    /// <summary>The most that <see cref="MaxWait"/> can be: 1 day.</summary>
    public static readonly TimeSpan MostWait = TimeSpan.FromDays(1);

    /// <summary>The default of <see cref="MaxAttempts"/>: 3.</summary>
    public const int DefaultMaxAttempts = 3;

    /// <summary>
    /// The longest time that one request waits, all its waits together: zero to <see cref="MostWait"/>. The default is
    /// <see cref="DefaultMaxWait"/>, 60 seconds. If the server asks for more, its answer is handed on at once. A limit by
    /// the hour needs more, and then <see cref="HttpClient.Timeout"/> (100 seconds by default) has to be longer too.
    /// </summary>
    public TimeSpan MaxWait { get; set; } = DefaultMaxWait;

    /// <summary>How often a request is sent at most, the first time included; at least 1. The default is <see cref="DefaultMaxAttempts"/>, 3.</summary>
    public int MaxAttempts { get; set; } = DefaultMaxAttempts;

    /// <summary>
    /// The most bytes of a request's content, over zero; a request with more throws, since it could not be sent again.
    /// The default is <see cref="SigningHandlerOptions.DefaultMaxContentBytes"/>, 1 MiB.
    /// </summary>
    public int MaxContentBytes { get; set; } = SigningHandlerOptions.DefaultMaxContentBytes;

    /// <summary>Where the time comes from; the system's clock by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
