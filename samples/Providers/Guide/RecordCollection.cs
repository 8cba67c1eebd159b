using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Providers.Store;

namespace Providers.Guide;

internal enum RecordOutcome
{
    Missing,
    Changed,
    Done,
}

/// <summary>The records of a list, each a JSON object with an id. A change names the version that it changes, so that of two at once the second one is told.</summary>
internal sealed class RecordCollection(ProviderDatabase database, RecordTable table)
{
    public const int MostRecords = 10_000;

    /// <summary>The version of a record, as a strong entity tag (RFC 9110, section 8.8.3).</summary>
    public static string TagOf(string body) => $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)).AsSpan(0, 16))}\"";

    public (List<string> Page, long Total) List(int page, int limit)
    {
        using SqliteConnection connection = database.Open();
        List<string> bodies = connection.Query(
            $"SELECT {table.Body} FROM {table.From} ORDER BY {table.Id} LIMIT $limit OFFSET $offset", static row => row.GetString(0), ("$limit", limit), ("$offset", (long)(page - 1) * limit));
        return (bodies, Count(connection));
    }

    /// <summary>The records behind one, which needn't be there any more, with their ids.</summary>
    public List<(string Id, string Body)> ListAfter(string id, int limit)
    {
        using SqliteConnection connection = database.Open();
        return connection.Query(
            $"SELECT {table.Id}, {table.Body} FROM {table.From} WHERE {table.Id} > $after ORDER BY {table.Id} LIMIT $limit",
            static row => (row.GetString(0), row.GetString(1)),
            ("$after", id),
            ("$limit", limit));
    }

    public string? Find(string id)
    {
        using SqliteConnection connection = database.Open();
        return Find(connection, id);
    }

    /// <summary>False if there is one already, or too many.</summary>
    public bool TryCreate(string id, string body) =>
        database.Change(connection => Count(connection) < MostRecords && connection.Execute(table.Insert, ("$id", id), ("$body", body)) == 1);

    /// <summary>Changes the version that <paramref name="matches"/> accepts.</summary>
    public RecordOutcome Replace(string id, string body, Predicate<string> matches) => Change(id, matches, connection => connection.Execute(table.Update, ("$id", id), ("$body", body)));

    public RecordOutcome Delete(string id, Predicate<string> matches) => Change(id, matches, connection => connection.Execute(table.Delete, ("$id", id)));

    private RecordOutcome Change(string id, Predicate<string> matches, Func<SqliteConnection, int> change) => database.Change(connection =>
    {
        if (Find(connection, id) is not { } body)
        {
            return RecordOutcome.Missing;
        }

        if (!matches(TagOf(body)))
        {
            return RecordOutcome.Changed;
        }

        change(connection);
        return RecordOutcome.Done;
    });

    private string? Find(SqliteConnection connection, string id) =>
        connection.Query($"SELECT {table.Body} FROM {table.From} WHERE {table.Id} = $id", static row => row.GetString(0), ("$id", id)).SingleOrDefault();

    private long Count(SqliteConnection connection) => connection.Query($"SELECT count(*) FROM {table.From}", static row => row.GetInt64(0)).Single();
}
