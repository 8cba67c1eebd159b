namespace HmacKit.Tests.Keys;

/// <summary>A source that counts what it is asked, and answers when the test lets it.</summary>
internal sealed class SlowKeySource(params IEnumerable<KeyRing> rings) : IKeySource
{
    private readonly MemoryKeySource _rings = new(rings);
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>While it is set, look-ups wait for it.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>While it is set, look-ups fail with it.</summary>
    public Exception? Failure { get; set; }

    /// <summary>The token that the last look-up was given.</summary>
    public CancellationToken LastToken { get; private set; }

    public void Set(KeyRing ring) => _rings.Set(ring);

    public void Remove(string keyId) => _rings.Remove(keyId);

    public async ValueTask<KeyRing?> FindAsync(string keyId, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _calls);
        LastToken = cancellationToken;
        KeyRing? answer = await _rings.FindAsync(keyId, cancellationToken);
        if (Gate is { } gate)
        {
            await gate.Task;
        }

        return Failure is null ? answer : throw Failure;
    }
}
