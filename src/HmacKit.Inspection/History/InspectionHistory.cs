using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace HmacKit.Inspection;

/// <summary>
/// The exchanges in an SQLite file, the oldest of which make room for new ones. The file is its owner's alone, and is a convenience: it is written without waiting for the disk.
/// </summary>
internal sealed class InspectionHistory : IDisposable
{
    public const int DefaultMaxExchanges = 20_000;
    public const long DefaultMaxBytes = 512L * 1024 * 1024;

    private const int Version = 1;
    private const string FileName = "hmackit-inspector.db";

    // "HmIn": tells the file from those of other programs.
    private const int ApplicationId = 0x486D496E;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private readonly int _maxExchanges;
    private readonly long _maxBytes;
    private long _bytes;
    private long _count;

    /// <summary>Opens or makes the file.</summary>
    /// <param name="path">A file, or a folder for it; null for a temporary one that is gone with this.</param>
    /// <param name="maxExchanges">The most exchanges.</param>
    /// <param name="maxBytes">The most bytes that they take together.</param>
    /// <exception cref="InvalidOperationException">It can't be used; the message says why.</exception>
    public InspectionHistory(string? path, int maxExchanges = DefaultMaxExchanges, long maxBytes = DefaultMaxBytes)
    {
        _maxExchanges = maxExchanges;
        _maxBytes = maxBytes;
        try
        {
            // Without a name SQLite makes a file for this process alone and takes its name away at once, so that not even a killed process leaves one.
            Path = path is null ? ""
                : Directory.Exists(path) ? System.IO.Path.Combine(path, FileName)
                : System.IO.Path.GetFullPath(path);
            if (path is not null)
            {
                MakeForOwnerOnly(Path);
            }

            _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString());
            _connection.Open();
            Prepare();
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            Dispose();
            throw new InvalidOperationException($"The history can't be kept in '{path}': {exception.Message} Name a file, or a folder that is there and that this process may write to.", exception);
        }
        catch (InvalidOperationException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The file; empty for a temporary one.</summary>
    public string Path { get; } = "";

    /// <summary>Keeps an exchange; returns it with its number.</summary>
    public Exchange Add(Exchange exchange)
    {
        ExchangeSummary summary = ExchangeSummary.Of(exchange);
        lock (_lock)
        {
            using SqliteCommand insert = Command(
                "INSERT INTO exchanges (time, kind, method, target, scheme, status, valid, cause, answer, milliseconds, size, detail, body, message, answer_body) "
                + "VALUES ($time, $kind, $method, $target, $scheme, $status, $valid, $cause, $answer, $milliseconds, $size, $detail, $body, $message, $answer_body) RETURNING id",
                ("$time", summary.Time.ToUnixTimeMilliseconds()),
                ("$kind", summary.Kind),
                ("$method", summary.Method),
                ("$target", summary.Target),
                ("$scheme", summary.Scheme),
                ("$status", summary.Status),
                ("$valid", summary.IsValid ? 1 : 0),
                ("$cause", (object?)summary.Cause ?? DBNull.Value),
                ("$answer", (object?)summary.Answer ?? DBNull.Value),
                ("$milliseconds", summary.Milliseconds),
                ("$size", exchange.Size),
                ("$detail", JsonSerializer.SerializeToUtf8Bytes(exchange, InspectionJson.Default.Exchange)),
                ("$body", exchange.Body),
                ("$message", exchange.Message),
                ("$answer_body", exchange.Answer.Body));
            long id = (long)insert.ExecuteScalar()!;
            _bytes += exchange.Size;
            _count++;
            MakeRoom();
            return exchange with { Id = id };
        }
    }

    /// <summary>The exchange of a number, or null.</summary>
    public Exchange? Find(long id)
    {
        lock (_lock)
        {
            using SqliteCommand select = Command("SELECT detail, body, message, answer_body FROM exchanges WHERE id = $id", ("$id", id));
            using SqliteDataReader reader = select.ExecuteReader();
            if (!reader.Read() || JsonSerializer.Deserialize((byte[])reader[0], InspectionJson.Default.Exchange) is not { } exchange)
            {
                return null;
            }

            return exchange with
            {
                Id = id,
                Body = (byte[])reader[1],
                Message = (byte[])reader[2],
                Answer = exchange.Answer with { Body = (byte[])reader[3] },
            };
        }
    }

    /// <summary>The numbers of what matches, the newest first.</summary>
    public long[] List(HistoryFilter filter)
    {
        lock (_lock)
        {
            var ids = new List<long>();
            using SqliteCommand select = Command($"SELECT id FROM exchanges WHERE {filter.Where} ORDER BY id DESC", filter.Parameters);
            using SqliteDataReader reader = select.ExecuteReader();
            while (reader.Read())
            {
                ids.Add(reader.GetInt64(0));
            }

            return [.. ids];
        }
    }

    /// <summary>The lines of some numbers, without those that are gone.</summary>
    public ExchangeSummary[] Read(IEnumerable<long> ids)
    {
        lock (_lock)
        {
            var summaries = new List<ExchangeSummary>();
            using SqliteCommand select = Command(
                "SELECT time, kind, method, target, scheme, status, valid, cause, answer, milliseconds FROM exchanges WHERE id = $id", ("$id", 0L));
            foreach (long id in ids)
            {
                select.Parameters[0].Value = id;
                using SqliteDataReader reader = select.ExecuteReader();
                if (reader.Read())
                {
                    summaries.Add(ToSummary(id, reader));
                }
            }

            return [.. summaries];
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            Run("DELETE FROM exchanges; VACUUM; PRAGMA wal_checkpoint(TRUNCATE);");
            _bytes = 0;
            _count = 0;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _connection?.Dispose();
        }
    }

    private static ExchangeSummary ToSummary(long id, SqliteDataReader reader) => new()
    {
        Id = id,
        Time = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(0)),
        Kind = reader.GetString(1),
        Method = reader.GetString(2),
        Target = reader.GetString(3),
        Scheme = reader.GetString(4),
        Status = reader.GetString(5),
        IsValid = reader.GetInt64(6) != 0,
        Cause = reader.IsDBNull(7) ? null : reader.GetString(7),
        Answer = reader.IsDBNull(8) ? null : reader.GetInt32(8),
        Milliseconds = reader.GetDouble(9),
    };

    private static void MakeForOwnerOnly(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(path, options).Dispose();
    }

    private void Prepare()
    {
        if (Number("PRAGMA application_id") != ApplicationId)
        {
            if (Number("SELECT count(*) FROM sqlite_schema") > 0)
            {
                throw new InvalidOperationException($"The file '{Path}' belongs to another program. Name a file that is the inspector's own.");
            }

            Run(EmbeddedFile.Text("inspection.sql"));
            Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version};"));
        }
        else if (Number("PRAGMA user_version") != Version)
        {
            throw new InvalidOperationException($"The file '{Path}' is of another version of the inspector. Name another file, or delete this one.");
        }

        Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA busy_timeout = 5000; PRAGMA secure_delete = ON;");
        _bytes = Number("SELECT coalesce(sum(size), 0) FROM exchanges");
        _count = Number("SELECT count(*) FROM exchanges");
    }

    /// <summary>Drops the oldest, more than is needed, so that it isn't done for each new one; the newest stays whatever its size.</summary>
    private void MakeRoom()
    {
        if (_count <= _maxExchanges && _bytes <= _maxBytes)
        {
            return;
        }

        while (_count > 1 && (_count > _maxExchanges - (_maxExchanges / 50) || _bytes > _maxBytes))
        {
            using SqliteCommand delete = Command("DELETE FROM exchanges WHERE id = (SELECT min(id) FROM exchanges) RETURNING size");
            _bytes -= (long)delete.ExecuteScalar()!;
            _count--;
        }
    }

    private long Number(string sql)
    {
        using SqliteCommand command = Command(sql);
        return (long)command.ExecuteScalar()!;
    }

    private void Run(string sql)
    {
        using SqliteCommand command = Command(sql);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        SqliteCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // the texts are this file's own; what strangers send is in parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach ((string name, object value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
