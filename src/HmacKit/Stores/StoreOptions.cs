namespace HmacKit;

/// <summary>Settings that every store has: derive from it for a store of your own.</summary>
public abstract class StoreOptions
{
    private readonly StoreRoles _canKeep;

    /// <summary>Settings of a store.</summary>
    /// <param name="canKeep">All that the store can keep.</param>
    protected StoreOptions(StoreRoles canKeep) => Keeps = _canKeep = canKeep;

    /// <summary>
    /// What is kept in this store; by default all that it can keep. Where two stores can keep the same, say which one does: the host
    /// doesn't start if both do.
    /// </summary>
    public StoreRoles Keeps { get; set; }

    /// <summary>What to do while the store is away. By default a call may take 250 ms, and what can't be asked is refused. Used by <see cref="SharedStores"/>.</summary>
    public OutageOptions Outages { get; } = new();

    /// <summary>
    /// How many claims this process remembers that the store has answered, so that a copy of a request costs it nothing; 1 to
    /// 100,000,000. The default is 100,000, which take 1.7 MB. Used by <see cref="SharedStores"/>.
    /// </summary>
    public int ReplayCacheCapacity { get; set; } = CachedReplayStore.DefaultCapacity;

    /// <summary>Settings of the memory of credentials in front of the store, in which changes by other machines are seen at once. Used by <see cref="SharedStores"/>.</summary>
    public KeyCacheOptions CredentialCache { get; } = new();

    /// <summary>Where the time comes from; the system's clock by default. It should be that of the verifiers.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds; the message says how to set it.</exception>
    public void ThrowIfInvalid()
    {
        ArgumentNullException.ThrowIfNull(TimeProvider);
        if (Keeps == StoreRoles.None || (Keeps & ~_canKeep) != StoreRoles.None)
        {
            throw new ArgumentException($"{nameof(Keeps)} is {_canKeep}, or a part of that: '{Keeps}' can't be kept there.", nameof(Keeps));
        }

        if (ReplayCacheCapacity is < 1 or > MemoryReplayStoreOptions.MaxCapacity)
        {
            throw new ArgumentOutOfRangeException(nameof(ReplayCacheCapacity), ReplayCacheCapacity, $"{nameof(ReplayCacheCapacity)} is 1 to {MemoryReplayStoreOptions.MaxCapacity} claims.");
        }

        ThrowIfInvalidCore();
    }

    /// <summary>Checks the settings that the derived class adds.</summary>
    /// <exception cref="ArgumentException">A setting is out of bounds.</exception>
    protected virtual void ThrowIfInvalidCore()
    {
    }
}
