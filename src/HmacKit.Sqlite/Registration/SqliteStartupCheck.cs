using Microsoft.Extensions.Options;

namespace HmacKit.Sqlite;

/// <summary>Opens the file when the host starts. One that can't be used stops the host: no waiting mends it.</summary>
internal sealed class SqliteStartupCheck(IServiceProvider services) : IValidateOptions<SqliteStartupCheck.Marker>
{
    public ValidateOptionsResult Validate(string? name, Marker options)
    {
        try
        {
            var stores = (SqliteStores)services.GetService(typeof(SqliteStores))!;

            // Options are validated synchronously, and SQLite works synchronously.
            StoreHealth health = Task.Run(() => stores.Health.CheckAsync().AsTask()).GetAwaiter().GetResult();
            if (health.Status == StoreHealthStatus.Unhealthy)
            {
                return ValidateOptionsResult.Fail("UseSqlite: " + health.Description);
            }

            if (services.GetService(typeof(ITokenBucketStore)) is MemoryTokenBuckets)
            {
                Log.BudgetsPerProcess(stores.Logger);
            }

            return ValidateOptionsResult.Success;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return ValidateOptionsResult.Fail("UseSqlite: " + exception.Message);
        }
    }

    /// <summary>Options without content, which the host validates when it starts.</summary>
    internal sealed class Marker;
}
