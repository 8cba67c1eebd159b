namespace HmacKit.Sqlite;

/// <summary>Settings of the stores in an SQLite file.</summary>
public sealed class SqliteOptions : StoreOptions
{
    /// <summary>The defaults: the file keeps the replay memory and the credentials.</summary>
    public SqliteOptions()
        : base(StoreRoles.Replay | StoreRoles.Credentials)
    {
    }

    /// <summary>How long a call waits while another process writes, before it fails; a whole number of seconds from 1 to 60. The default is 2 seconds.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override void ThrowIfInvalidCore()
    {
        if (BusyTimeout.Ticks % TimeSpan.TicksPerSecond != 0 || BusyTimeout.TotalSeconds is < 1 or > 60)
        {
            throw new ArgumentOutOfRangeException(nameof(BusyTimeout), BusyTimeout, $"{nameof(BusyTimeout)} is a whole number of seconds from 1 to 60.");
        }
    }
}
