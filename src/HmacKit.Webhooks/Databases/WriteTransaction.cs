using System.Data.Common;

namespace HmacKit.Webhooks;

/// <summary>A transaction with its connection. Without a commit it is undone.</summary>
internal sealed class WriteTransaction(DbTransaction transaction, DbConnection connection, SemaphoreSlim? turn) : IAsyncDisposable
{
    public DbTransaction Transaction => transaction;

    public DbConnection Connection => connection;

    public Task CommitAsync(CancellationToken cancellationToken) => transaction.CommitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            turn?.Release();
        }
    }
}
