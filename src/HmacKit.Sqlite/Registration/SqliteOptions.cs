namespace HmacKit.Sqlite;

/// <summary>Settings of the stores in an SQLite file.</summary>
public sealed class SqliteOptions
{
    /// <summary>The default of <see cref="BusyTimeout"/>: 2 seconds.</summary>
    public static readonly TimeSpan DefaultBusyTimeout = TimeSpan.FromSeconds(2);

    /// <summary>How long a call waits while another process writes, before it fails; 1 to 60 seconds, in whole ones. The default is <see cref="DefaultBusyTimeout"/>, 2 seconds.</summary>
    public TimeSpan BusyTimeout { get; set; } = DefaultBusyTimeout;

    /// <summary>What to do while the file can't be used. By default a call may take 250 ms, and what can't be asked is refused. Used by <c>UseSqlite</c>.</summary>
    public OutageOptions Outages { get; } = new();

    /// <summary>
    /// How many claims this process remembers that the file has answered, so that a copy of a request costs it nothing; 1 to
    /// <see cref="MemoryReplayStoreOptions.MaxCapacity"/>. The default is <see cref="NearReplayStore.DefaultCapacity"/>, 100,000,
    /// which take 1.7 MB. Used by <c>UseSqlite</c>.
    /// </summary>
    public int NearCapacity { get; set; } = NearReplayStore.DefaultCapacity;

    /// <summary>Settings of the memory of credentials, in which a change is seen at once. Used by <c>UseSqlite</c>.</summary>
    public KeyCacheOptions CredentialCache { get; } = new();

    /// <summary>Where the time comes from; the system's clock by default. It should be that of the verifiers.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
