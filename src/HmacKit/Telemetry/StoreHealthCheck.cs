namespace HmacKit;

/// <summary>
/// Finds out how a store is: derive from it for a store of your own, and register it as a singleton of this type. The
/// packages with stores bring theirs, and ASP.NET Core's health checks can have them all.
/// </summary>
public abstract class StoreHealthCheck
{
    /// <summary>What the store is called, such as <c>redis</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Finds out how the store is. A failure is an answer, not an exception.</summary>
    /// <param name="cancellationToken">Ends the check; only that throws.</param>
    public async ValueTask<StoreHealth> CheckAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await CheckCoreAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return StoreHealth.Unhealthy($"{Name} can't be asked ({exception.GetType().Name}: {exception.Message})");
        }
    }

    /// <summary>Asks the store. Whatever is thrown means unhealthy.</summary>
    /// <param name="cancellationToken">Ends the check.</param>
    protected abstract ValueTask<StoreHealth> CheckCoreAsync(CancellationToken cancellationToken);
}
