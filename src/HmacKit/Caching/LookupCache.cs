using System.Diagnostics.CodeAnalysis;

namespace HmacKit;

/// <summary>
/// Remembers what a slower look-up by key id gave, and lets concurrent look-ups of one id share one call. Reading a
/// remembered value takes no lock; everything that changes the memory does, so that a value that was looked up before
/// an <see cref="Invalidate"/> is never remembered after it.
/// </summary>
internal sealed class LookupCache<TValue>
    where TValue : class
{
    private readonly Func<string, CancellationToken, ValueTask<TValue?>> _source;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly long _lifetime;
    private readonly long _unknownLifetime;
    private readonly GenerationTable<TValue> _known;
    private readonly GenerationTable<TValue> _unknown;
    private readonly Dictionary<string, TaskCompletionSource<TValue?>> _underWay = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public LookupCache(Func<string, CancellationToken, ValueTask<TValue?>> source, KeyCacheOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Capacity, 2, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.UnknownCapacity, 2, nameof(options));
        foreach (TimeSpan duration in (ReadOnlySpan<TimeSpan>)[options.Lifetime, options.UnknownLifetime, options.LookupTimeout])
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero, nameof(options));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(duration, KeyCacheOptions.MaxLifetime, nameof(options));
        }

        ArgumentNullException.ThrowIfNull(options.TimeProvider);
        _source = source;
        _time = options.TimeProvider;
        _timeout = options.LookupTimeout;
        _lifetime = ToTimestamp(options.Lifetime);
        _unknownLifetime = ToTimestamp(options.UnknownLifetime);
        _known = new GenerationTable<TValue>(options.Capacity);
        _unknown = new GenerationTable<TValue>(options.UnknownCapacity);
    }

    /// <summary>How many ids are remembered, with and without a value.</summary>
    public (int Known, int Unknown) Count => (_known.Count, _unknown.Count);

    public ValueTask<TValue?> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keyId);
        if (TryRecall(keyId, out TValue? value))
        {
            return new(value);
        }

        return KeyIdentity.IsValidKeyId(keyId) ? LookUpAsync(keyId, cancellationToken) : default;
    }

    public void Invalidate(string keyId)
    {
        ArgumentNullException.ThrowIfNull(keyId);
        lock (_gate)
        {
            _underWay.Remove(keyId);
            _known.Remove(keyId);
            _unknown.Remove(keyId);
        }
    }

    public void InvalidateAll()
    {
        lock (_gate)
        {
            _underWay.Clear();
            _known.Clear();
            _unknown.Clear();
        }
    }

    private bool TryRecall(string keyId, out TValue? value)
    {
        long now = _time.GetTimestamp();
        return TryRecall(_known, keyId, now, out value) || TryRecall(_unknown, keyId, now, out value);
    }

    private bool TryRecall(GenerationTable<TValue> table, string keyId, long now, out TValue? value)
    {
        value = null;
        if (table.Find(keyId, out bool isOld) is not { } entry || now >= entry.Outdated)
        {
            return false;
        }

        if (isOld)
        {
            lock (_gate)
            {
                table.Promote(keyId, entry);
            }
        }

        value = entry.Value;
        return true;
    }

    private async ValueTask<TValue?> LookUpAsync(string keyId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!TryJoin(keyId, out TaskCompletionSource<TValue?>? lookup, out TValue? recalled))
        {
            return recalled;
        }

        return await lookup.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The look-up that is under way for the id, or a new one; false if its answer has come in the meantime.</summary>
    private bool TryJoin(string keyId, [NotNullWhen(true)] out TaskCompletionSource<TValue?>? lookup, out TValue? recalled)
    {
        lock (_gate)
        {
            lookup = null;
            if (TryRecall(keyId, out recalled))
            {
                return false;
            }

            if (_underWay.TryGetValue(keyId, out lookup))
            {
                return true;
            }

            lookup = new TaskCompletionSource<TValue?>(TaskCreationOptions.RunContinuationsAsynchronously);
            _underWay.Add(keyId, lookup);
        }

        // Not under the lock, since the source is somebody else's code. It reports through the lookup alone.
        _ = RunAsync(keyId, lookup);
        return true;
    }

    private async Task RunAsync(string keyId, TaskCompletionSource<TValue?> lookup)
    {
        try
        {
            // Twice: for a source that heeds the token, and for one that doesn't.
            using var timeout = new CancellationTokenSource(_timeout, _time);
            TValue? value = await _source(keyId, timeout.Token).AsTask().WaitAsync(timeout.Token).ConfigureAwait(false);
            Finish(keyId, lookup, new(value, _time.GetTimestamp() + (value is null ? _unknownLifetime : _lifetime)));
            lookup.SetResult(value);
        }
        catch (Exception exception)
        {
            Finish(keyId, lookup, entry: null);
            lookup.SetException(exception is OperationCanceledException
                ? new TimeoutException($"The key source didn't answer within {_timeout}.", exception)
                : exception);

            // Everybody may have stopped waiting; then nobody else looks at it.
            _ = lookup.Task.Exception;
        }
    }

    private void Finish(string keyId, TaskCompletionSource<TValue?> lookup, GenerationTable<TValue>.Entry? entry)
    {
        lock (_gate)
        {
            // After an Invalidate the id is free for a new look-up, and this one's answer may be outdated.
            if (!_underWay.TryGetValue(keyId, out TaskCompletionSource<TValue?>? current) || current != lookup)
            {
                return;
            }

            _underWay.Remove(keyId);
            if (entry is not null)
            {
                (entry.Value is null ? _unknown : _known).Set(keyId, entry);
            }
        }
    }

    private long ToTimestamp(TimeSpan duration) => (long)(duration.TotalSeconds * _time.TimestampFrequency);
}
