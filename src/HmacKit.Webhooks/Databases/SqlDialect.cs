using System.Data.Common;

namespace HmacKit.Webhooks;

/// <summary>In what the databases differ.</summary>
internal abstract class SqlDialect
{
    /// <summary>What stands before the name of a table.</summary>
    public abstract string Prefix { get; }

    /// <summary>Whether there is one writer at a time.</summary>
    public abstract bool HasOneWriter { get; }

    /// <summary>How many transactions of one kind are under way at the same time at most.</summary>
    public abstract int MaxSenders { get; }

    /// <summary>Whether rows may come as arrays, one for each column.</summary>
    public virtual bool TakesArrays => false;

    /// <summary>What is said to each connection; null for nothing.</summary>
    public virtual string? Settings => null;

    /// <summary>What makes a query leave alone what somebody else is about to take.</summary>
    public virtual string SkipLocked => "";

    /// <summary>What makes transactions that concern one text take turns until they end; null where all writers do.</summary>
    public virtual string? LockOf(string parameter) => null;

    /// <summary>The rows of a JSON array of texts, in a subquery.</summary>
    public abstract string TextsOf(string parameter);

    /// <summary>The rows of a JSON array of numbers, in a subquery.</summary>
    public abstract string NumbersOf(string parameter);

    /// <summary>Makes the tables if they aren't there.</summary>
    public abstract Task PrepareAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Whether a transaction was undone as a whole and may be tried again.</summary>
    public virtual bool IsUndone(DbException exception) => exception.IsTransient;

    protected static string Script(string name)
    {
        using Stream stream = typeof(SqlDialect).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
