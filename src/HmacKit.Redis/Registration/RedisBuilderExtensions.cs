using HmacKit;
using HmacKit.Redis;
using StackExchange.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps what is shared between machines in Redis.</summary>
public static class RedisBuilderExtensions
{
    /// <summary>
    /// Keeps nonces and token buckets in Redis, over a connection that is made for it: the <see cref="IReplayStore"/> and the
    /// <see cref="ITokenBucketStore"/> of the services, guarded against outages, as <see cref="SharedStores"/>, whose health check also runs when the
    /// host starts.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">
    /// As the client library has it: <c>host:port</c>, more hosts, and settings, separated by commas, such as
    /// <c>redis-1:6379,password=…,ssl=true</c>. Whatever it says of <c>abortConnect</c>, the host starts without Redis too.
    /// </param>
    /// <param name="configure">Changes the settings.</param>
    /// <exception cref="ArgumentException">The connection string can't be read, or names no host.</exception>
    /// <exception cref="InvalidOperationException">Redis is in use already.</exception>
    public static HmacKitBuilder UseRedis(this HmacKitBuilder builder, string connectionString, Action<RedisOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connectionString);
        ConfigurationOptions configuration = Parse(connectionString);
        configuration.AbortOnConnectFail = false;

        // A claim that waits in the client until Redis is back would be made after its request was refused.
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        return builder.UseStores(nameof(UseRedis), configure, (RedisOptions options, IServiceProvider services) => new RedisStores(() => ConnectionMultiplexer.Connect(configuration), isOwner: true, options, services));
    }

    /// <summary>Keeps nonces and token buckets in Redis, over a connection of yours, which isn't disposed with the services.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connection">The connection. It should have <c>BacklogPolicy.FailFast</c>.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <exception cref="InvalidOperationException">Redis is in use already.</exception>
    /// <inheritdoc cref="UseRedis(HmacKitBuilder, string, Action{RedisOptions})" path="/summary"/>
    public static HmacKitBuilder UseRedis(this HmacKitBuilder builder, IConnectionMultiplexer connection, Action<RedisOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connection);
        return builder.UseStores(nameof(UseRedis), configure, (RedisOptions options, IServiceProvider services) => new RedisStores(() => connection, isOwner: false, options, services));
    }

    private static ConfigurationOptions Parse(string connectionString)
    {
        if (TryParse(connectionString, out string? fault) is { } options)
        {
            return options;
        }

        // Of a password with a comma in it, the client takes what follows for a setting or a host. So it is heard only on what stands before one.
        int password = connectionString.IndexOf("password", StringComparison.OrdinalIgnoreCase);
        if (password >= 0 && TryParse(connectionString[..password], out fault) is not null)
        {
            fault = "It can't from its password on: one with a comma in it can't stand there; connect with ConfigurationOptions, and give UseRedis the connection.";
        }

        throw new ArgumentException($"The Redis connection string can't be read. {fault} It is a host and port and settings, such as 'redis-1:6379,password=…,ssl=true'.", nameof(connectionString));
    }

    private static ConfigurationOptions? TryParse(string connectionString, out string? fault)
    {
        try
        {
            var options = ConfigurationOptions.Parse(connectionString.Length == 0 ? "," : connectionString);
            fault = options.EndPoints.Count > 0 ? null : "It names no host.";
            return fault is null ? options : null;
        }
        catch (ArgumentException exception)
        {
            // Not the client's own words, which show the value.
            fault = $"It has no setting '{exception.ParamName}', or that can't have such a value.";
            return null;
        }
    }
}
