namespace HmacKit;

/// <summary>Settings of a <see cref="CachedKeySource"/>, and of the other caches of what is looked up by key id.</summary>
public sealed class KeyCacheOptions
{
    /// <summary>The default of <see cref="Capacity"/>: 10,000.</summary>
    internal const int DefaultCapacity = 10_000;

    /// <summary>The default of <see cref="UnknownCapacity"/>: 1,000.</summary>
    internal const int DefaultUnknownCapacity = 1_000;

    /// <summary>The default of <see cref="Lifetime"/>: 60 seconds.</summary>
    internal static readonly TimeSpan DefaultLifetime = TimeSpan.FromSeconds(60);

    /// <summary>The default of <see cref="UnknownLifetime"/>: 10 seconds.</summary>
    internal static readonly TimeSpan DefaultUnknownLifetime = TimeSpan.FromSeconds(10);

    /// <summary>The default of <see cref="LookupTimeout"/>: 10 seconds.</summary>
    internal static readonly TimeSpan DefaultLookupTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The most that any of the durations may be: 24 hours.</summary>
    internal static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(24);

    /// <summary>The most keys that are remembered; at least 2. The default is 10,000.</summary>
    public int Capacity { get; set; } = DefaultCapacity;

    /// <summary>
    /// The most ids without a key that are remembered; at least 2. They have room of their own, since strangers make
    /// them up: however many there are, no key has to go for one. The default is 1,000.
    /// </summary>
    public int UnknownCapacity { get; set; } = DefaultUnknownCapacity;

    /// <summary>How long a key is remembered, and so how long a change in the source may take to arrive; over zero. The default is 60 seconds.</summary>
    public TimeSpan Lifetime { get; set; } = DefaultLifetime;

    /// <summary>How long it is remembered that there is no such key; over zero. The default is 10 seconds.</summary>
    public TimeSpan UnknownLifetime { get; set; } = DefaultUnknownLifetime;

    /// <summary>How long the source may take for one look-up before all who wait for it get a <see cref="TimeoutException"/>; over zero. The default is 10 seconds.</summary>
    public TimeSpan LookupTimeout { get; set; } = DefaultLookupTimeout;

    /// <summary>Where the time comes from; the system's clock by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
