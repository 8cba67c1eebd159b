namespace HmacKit;

/// <summary>Two sources as one: whom the first one doesn't know, the second one is asked for.</summary>
internal sealed class KeySourceChain(IKeySource first, IKeySource second) : IKeySource
{
    public ValueTask<KeyRing?> FindAsync(string keyId, CancellationToken cancellationToken = default)
    {
        ValueTask<KeyRing?> found = first.FindAsync(keyId, cancellationToken);
        if (!found.IsCompletedSuccessfully)
        {
            return AwaitAsync(found, keyId, cancellationToken);
        }

        return found.Result is { } ring ? new(ring) : second.FindAsync(keyId, cancellationToken);
    }

    private async ValueTask<KeyRing?> AwaitAsync(ValueTask<KeyRing?> found, string keyId, CancellationToken cancellationToken) =>
        await found.ConfigureAwait(false) ?? await second.FindAsync(keyId, cancellationToken).ConfigureAwait(false);
}
