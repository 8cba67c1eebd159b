using System.Runtime.CompilerServices;

namespace HmacKit;

/// <summary>An audit trail in this process, for tests and development: the last rows, which are gone at the end.</summary>
/// <param name="capacity">How many rows are kept; over zero. The default is 10,000.</param>
public sealed class MemoryAuditStore(int capacity = 10_000) : AuditStore
{
    private readonly Lock _lock = new();
    private readonly Queue<AuditRow> _rows = new();
    private string? _last;

    /// <inheritdoc/>
    public override Task AppendAsync(Func<string?, IReadOnlyList<AuditRow>> chain, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(chain);
        lock (_lock)
        {
            foreach (AuditRow row in chain(_last))
            {
                _rows.Enqueue(row);
                _last = row.Line;
                if (_rows.Count > Math.Max(1, capacity))
                {
                    _rows.Dequeue();
                }
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<string> ReadAsync(long after = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        AuditRow[] rows;
        lock (_lock)
        {
            rows = [.. _rows];
        }

        foreach (AuditRow row in rows.Where(row => row.Number > after))
        {
            yield return row.Line;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override Task<int> ForgetAsync(DateTimeOffset before, int most, CancellationToken cancellationToken = default)
    {
        int count = 0;
        lock (_lock)
        {
            while (count < most && _rows.Count > 1 && _rows.Peek().Time < before)
            {
                _rows.Dequeue();
                count++;
            }
        }

        return Task.FromResult(count);
    }
}
