using HmacKit.Contracts;
using Microsoft.Data.Sqlite;

namespace HmacKit.Sqlite.Tests.Audit;

public sealed class SqliteAuditStoreTests : AuditStoreContract, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hmackit-audit-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "hmackit.db");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_row_can_t_be_changed_and_what_was_written_is_there_after_the_file_is_opened_again()
    {
        await using (var trail = new AuditTrail(new SqliteAuditStore(Path)))
        {
            trail.TryWrite(new AuditEntry { Action = "key.revoked", Outcome = "done", Target = "osk_1" });
        }

        await using var connection = new SqliteConnection($"Data Source={Path}");
        await connection.OpenAsync();
        await using SqliteCommand change = connection.CreateCommand();
        change.CommandText = "UPDATE audit SET line = replace(line, 'revoked', 'issued')";
        Assert.Contains("never changed", (await Assert.ThrowsAsync<SqliteException>(change.ExecuteNonQueryAsync)).Message, StringComparison.Ordinal);
        var store = new SqliteAuditStore(Path);
        await foreach (string line in store.ReadAsync())
        {
            Assert.Null(new AuditChain().Check(line));
        }
    }

    protected override Task<AuditStore> CreateStoreAsync() => Task.FromResult<AuditStore>(new SqliteAuditStore(Path));
}
