using Microsoft.Data.Sqlite;

namespace HmacKit.Sqlite.Tests.Database;

/// <summary>The path of a file in a folder of its own, which is gone with the test.</summary>
internal sealed class DatabaseFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hmackit-sqlite-").FullName;

    public string Path => System.IO.Path.Combine(_folder, "hmackit.db");

    /// <summary>Runs SQL in the file and gives the first value.</summary>
    public object? Run(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
