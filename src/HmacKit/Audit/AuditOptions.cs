namespace HmacKit;

/// <summary>Settings of an <see cref="AuditTrail"/>.</summary>
public sealed class AuditOptions
{
    /// <summary>How long entries are kept; over zero. The default is 365 days. The oldest ones are forgotten after that, once an hour.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(365);

    /// <summary>How many entries may wait for the store, 1 to 1,000,000. The default is 10,000. Beyond that, entries are lost, counted and logged.</summary>
    public int Capacity { get; set; } = 10_000;

    /// <summary>How long the end of the application waits for a store that doesn't take what is waiting. The default is 10 seconds.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The key of the chain, 32 bytes or more, the same on all machines that share the store; empty by default. With it a new chain can't be made without the key,
    /// without it by anyone who can write the whole store.
    /// </summary>
    public ReadOnlyMemory<byte> Key { get; set; }

    /// <summary>Where the time comes from; the system's clock by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
