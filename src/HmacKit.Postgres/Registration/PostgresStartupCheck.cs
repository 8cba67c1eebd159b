using Microsoft.Extensions.Options;

namespace HmacKit.Postgres;

/// <summary>
/// Asks PostgreSQL when the host starts, and logs what is wrong. Wrong settings, a schema of another version and missing rights stop
/// the host; a server that is away doesn't, since it may come back, and until then what needs it is refused.
/// </summary>
internal sealed class PostgresStartupCheck(IServiceProvider services) : IValidateOptions<PostgresStartupCheck.Marker>
{
    public ValidateOptionsResult Validate(string? name, Marker options)
    {
        try
        {
            var stores = (PostgresStores)services.GetService(typeof(PostgresStores))!;

            // Options are validated synchronously, and the check has a time limit of its own.
            StoreHealth health = Task.Run(() => CheckAsync(stores)).GetAwaiter().GetResult();
            switch (health.Status)
            {
                case StoreHealthStatus.Healthy:
                    Log.StartedHealthy(stores.Logger, stores.Schema.Name);
                    break;
                case StoreHealthStatus.Degraded:
                    Log.StartedDegraded(stores.Logger, health.Description);
                    break;
                default:
                    Log.StartedUnhealthy(stores.Logger, health.Description);
                    stores.PrepareLater();
                    break;
            }

            if (services.GetService(typeof(ITokenBucketStore)) is MemoryTokenBuckets)
            {
                Log.BudgetsPerMachine(stores.Logger);
            }

            return ValidateOptionsResult.Success;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return ValidateOptionsResult.Fail("UsePostgres: " + exception.Message);
        }
    }

    private static async Task<StoreHealth> CheckAsync(PostgresStores stores)
    {
        StoreHealth health = await stores.Health.CheckAsync().ConfigureAwait(false);

        // What no waiting mends.
        return ((PostgresHealthCheck)stores.Health).Fault is { } fault ? throw new InvalidOperationException(fault) : health;
    }

    /// <summary>Options without content, which the host validates when it starts.</summary>
    internal sealed class Marker;
}
