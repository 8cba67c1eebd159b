using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace HmacKit.Sqlite;

/// <summary>
/// Looks four times a second whether credentials in the file were changed, and makes caches forget everything then: a key that
/// was revoked by another process, or by hand in the file, is dead here too. If it can't look, the caches forget as well.
/// </summary>
public sealed class SqliteKeyChanges : PolledKeyChanges
{
    private readonly SqliteFile _file;

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <param name="logger">Where it is logged that it couldn't look; nowhere by default.</param>
    /// <exception cref="ArgumentException">There can't be such a file, or a setting is out of bounds.</exception>
    /// <exception cref="InvalidOperationException">The file can't be used; the message says why.</exception>
    public SqliteKeyChanges(string path, SqliteOptions? options = null, ILogger? logger = null)
        : this(new SqliteFile(path, options ??= new SqliteOptions()), options, logger)
    {
    }

    internal SqliteKeyChanges(SqliteFile file, SqliteOptions options, ILogger? logger)
        : base("sqlite", options.TimeProvider, logger) => _file = file;

    /// <inheritdoc/>
    protected override ValueTask<long> ReadChangesAsync(CancellationToken cancellationToken)
    {
        using SqliteConnection connection = _file.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT changes FROM state";
        return new((long)command.ExecuteScalar()!);
    }
}
