using System.Data.Common;

namespace HmacKit.Webhooks;

/// <summary>The transaction that marks one event done, begun when its handler asks for it.</summary>
internal sealed class EventTransaction(WebhookDatabase database) : IAsyncDisposable
{
    public WriteTransaction? Begun { get; private set; }

    public async ValueTask<DbTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        Begun ??= await database.BeginAsync(cancellationToken).ConfigureAwait(false);
        return Begun.Transaction;
    }

    public ValueTask DisposeAsync() => Begun?.DisposeAsync() ?? default;
}
