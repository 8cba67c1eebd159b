namespace HmacKit.Webhooks;

/// <summary>
/// Where an inbox keeps its events. <see cref="SqlInboxStore"/> is the one over SQLite and PostgreSQL; derive from it for a database of another kind. Every
/// method is safe for any number of processes at once, and throws if the database doesn't answer.
/// </summary>
public abstract class InboxStore
{
    /// <summary>The database whose transactions a handler can join; null if there is none.</summary>
    public virtual WebhookDatabase? Database => null;

    /// <summary>Makes the store ready.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public virtual Task PrepareAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <summary>Takes an event in; complete when it is on the disk. False if it is there already.</summary>
    /// <param name="message">The event.</param>
    public abstract Task<bool> AddAsync(InboxMessage message);

    /// <summary>Takes events that are due, oldest first, each of them to nobody else until its lease ends.</summary>
    /// <param name="endpoint">Whose events.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="now">The time.</param>
    /// <param name="until">When the lease ends.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public abstract Task<IReadOnlyList<LeasedMessage>> TakeAsync(string endpoint, int max, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken = default);

    /// <summary>Makes a lease longer; false if it has gone to somebody else.</summary>
    /// <param name="message">The event.</param>
    /// <param name="until">When the lease ends.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public abstract Task<bool> RenewAsync(LeasedMessage message, DateTimeOffset until, CancellationToken cancellationToken = default);

    /// <summary>Marks an event done, in the handler's transaction if there is one; false if the lease has gone to somebody else.</summary>
    /// <param name="message">The event.</param>
    /// <param name="transaction">The handler's transaction; null for one of the store's own.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public abstract Task<bool> CompleteAsync(LeasedMessage message, System.Data.Common.DbTransaction? transaction, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Gives an event back, to be taken again.</summary>
    /// <param name="message">The event.</param>
    /// <param name="due">When.</param>
    /// <param name="counts">Whether this was an attempt.</param>
    /// <param name="reason">Why; null if nothing failed.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public abstract Task ReturnAsync(LeasedMessage message, DateTimeOffset due, bool counts, string? reason, CancellationToken cancellationToken = default);

    /// <summary>Makes a dead letter of an event; false if the lease has gone to somebody else.</summary>
    /// <param name="message">The event.</param>
    /// <param name="reason">Why.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public abstract Task<bool> BuryAsync(LeasedMessage message, string reason, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Dead letters, oldest first.</summary>
    /// <param name="after">The number of the last one of the page before; 0 for the first page.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public abstract Task<IReadOnlyList<DeadMessage>> ListDeadAsync(long after = 0, int max = 100, CancellationToken cancellationToken = default);

    /// <summary>Has dead letters handled again, from their first attempt; how many there were.</summary>
    /// <param name="id">One of them; null for all.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public abstract Task<int> ResendAsync(long? id, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Drops dead letters for good: they count as done; how many there were.</summary>
    /// <param name="id">One of them; null for all.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public abstract Task<int> ClearAsync(long? id, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>How many events are in which state.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    public abstract Task<InboxCounts> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>Forgets some of what was done and needn't be known any more, in one small step; how many.</summary>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public abstract Task<int> ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken = default);
}
