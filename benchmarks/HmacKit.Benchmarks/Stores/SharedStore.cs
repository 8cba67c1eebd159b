namespace HmacKit.Benchmarks;

/// <summary>A server with a store of HmacKit's in it, and what is measured there. A store more is a class more, named in <see cref="StoreComparison"/>.</summary>
internal abstract class SharedStore : IAsyncDisposable
{
    /// <summary>What the tables call it.</summary>
    public abstract string Name { get; }

    /// <summary>The database for webhooks; nothing by default.</summary>
    public virtual HmacKit.Webhooks.WebhookDatabase OpenWebhooks() => throw new NotSupportedException();

    /// <summary>Starts the server on loopback, in a temporary folder.</summary>
    public abstract Task StartAsync();

    /// <summary>What is compared: within one comparison the bare client comes first.</summary>
    public abstract IReadOnlyList<(string Title, SharedCandidate[] Candidates)> Comparisons();

    public abstract ValueTask DisposeAsync();

    /// <summary>Fails if a candidate didn't do the work.</summary>
    internal static void Must(bool isDone)
    {
        if (!isDone)
        {
            throw new InvalidOperationException("A call was refused, so the candidates wouldn't do the same work.");
        }
    }
}
