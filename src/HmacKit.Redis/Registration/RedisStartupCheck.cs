using Microsoft.Extensions.Options;

namespace HmacKit.Redis;

/// <summary>
/// Asks Redis when the host starts, and logs what is wrong. Wrong settings stop the host; a Redis that is away doesn't, since it may
/// come back, and until then what needs it is refused.
/// </summary>
internal sealed class RedisStartupCheck(IServiceProvider services) : IValidateOptions<RedisStartupCheck.Marker>
{
    public ValidateOptionsResult Validate(string? name, Marker options)
    {
        RedisStores stores;
        try
        {
            stores = (RedisStores)services.GetService(typeof(RedisStores))!;
        }
        catch (ArgumentException exception)
        {
            return ValidateOptionsResult.Fail("UseRedis: " + exception.Message);
        }

        // Options are validated synchronously, and the check has a time limit of its own.
        StoreHealth health = Task.Run(() => stores.Health.CheckAsync().AsTask()).GetAwaiter().GetResult();
        switch (health.Status)
        {
            case StoreHealthStatus.Healthy:
                Log.StartedHealthy(stores.Logger);
                break;
            case StoreHealthStatus.Degraded:
                Log.StartedDegraded(stores.Logger, health.Description);
                break;
            default:
                Log.StartedUnhealthy(stores.Logger, health.Description);
                break;
        }

        return ValidateOptionsResult.Success;
    }

    /// <summary>Options without content, which the host validates when it starts.</summary>
    internal sealed class Marker;
}
