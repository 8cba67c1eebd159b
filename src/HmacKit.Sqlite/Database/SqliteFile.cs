using System.Globalization;
using Microsoft.Data.Sqlite;

namespace HmacKit.Sqlite;

/// <summary>
/// The file with its tables, which are made if they aren't there. Every commit is on the disk before it is answered
/// (write-ahead log, synchronous=FULL), and several processes of one machine may have the file open.
/// </summary>
internal sealed class SqliteFile
{
    public const int Version = 1;

    // "HmKt": tells the file from those of other programs.
    private const int ApplicationId = 0x486D4B74;

    private readonly string _connectionString;
    private readonly string _settings;

    /// <summary>Opens or makes the file.</summary>
    /// <exception cref="ArgumentException">There can't be such a file, or a setting isn't as it should be.</exception>
    /// <exception cref="InvalidOperationException">The file can't be used; the message says why.</exception>
    public SqliteFile(string path, SqliteOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options.ThrowIfInvalid();
        if (path.Contains(":memory:", StringComparison.Ordinal) || path.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"'{path}' isn't the path of a file. For a memory that is gone at a restart there is {nameof(MemoryReplayStore)}.", nameof(path));
        }

        BusyTimeout = options.BusyTimeout;
        Path = System.IO.Path.GetFullPath(path);
        int seconds = (int)options.BusyTimeout.TotalSeconds;
        _connectionString = new SqliteConnectionStringBuilder { DataSource = Path, DefaultTimeout = seconds }.ToString();
        _settings = string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout = {seconds * 1000}; PRAGMA synchronous = FULL;");
        Prepare();
    }

    public string Path { get; }

    public TimeSpan BusyTimeout { get; }

    /// <summary>A connection of the caller's own, from a pool.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            Run(connection, _settings);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Prepare()
    {
        try
        {
            MakeForOwnerOnly();
            using SqliteConnection connection = Open();
            if (Number(connection, "PRAGMA application_id") != ApplicationId || Number(connection, "PRAGMA user_version") != Version)
            {
                Migrate(connection);
            }

            Run(connection, "PRAGMA journal_mode = WAL");
        }
        catch (SqliteException exception)
        {
            throw new InvalidOperationException($"The file '{Path}' can't be used ({exception.Message}). Name a file that is HmacKit's own, in a folder that this process may write to.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"The file '{Path}' can't be made: {exception.Message} Name a file in a folder that is there and that this process may write to.", exception);
        }
    }

    /// <summary>What is in it is nobody else's business; SQLite gives its other two files the same rights.</summary>
    private void MakeForOwnerOnly()
    {
        if (File.Exists(Path))
        {
            return;
        }

        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(Path, options).Dispose();
    }

    private void Migrate(SqliteConnection connection)
    {
        // Before it is looked at again: of several processes one migrates, and the others find everything in place.
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        long application = Number(connection, "PRAGMA application_id");
        long version = Number(connection, "PRAGMA user_version");
        if (application != ApplicationId && Number(connection, "SELECT count(*) FROM sqlite_schema") > 0)
        {
            throw new InvalidOperationException($"The file '{Path}' belongs to another program. Name a file that is HmacKit's own.");
        }

        if (version > Version)
        {
            throw new InvalidOperationException($"The file '{Path}' is of version {version}, and this package works with version {Version}. Update HmacKit.Sqlite, or name another file.");
        }

        for (int step = (int)version + 1; step <= Version; step++)
        {
            Run(connection, Step(step));
        }

        Run(connection, string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version};"));
        transaction.Commit();
    }

    private static string Step(int version)
    {
        string file = string.Create(CultureInfo.InvariantCulture, $"{version:000}.sql");
        using Stream stream = typeof(SqliteFile).Assembly.GetManifestResourceStream(file)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
