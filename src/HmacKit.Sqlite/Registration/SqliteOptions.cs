namespace HmacKit;

/// <summary>Settings of the stores in an SQLite file.</summary>
public sealed class SqliteOptions
{
    /// <summary>The default of <see cref="BusyTimeout"/>: 2 seconds.</summary>
    public static readonly TimeSpan DefaultBusyTimeout = TimeSpan.FromSeconds(2);

    /// <summary>How long a call waits while another process writes, before it fails; 1 to 60 seconds, in whole ones. The default is <see cref="DefaultBusyTimeout"/>, 2 seconds.</summary>
    public TimeSpan BusyTimeout { get; set; } = DefaultBusyTimeout;

    /// <summary>Where the time comes from; the system's clock by default. It should be that of the verifiers.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
