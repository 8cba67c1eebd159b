using HmacKit;
using HmacKit.Postgres;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps what is shared between machines in PostgreSQL.</summary>
public static class PostgresBuilderExtensions
{
    /// <summary>
    /// Keeps nonces and credentials in PostgreSQL, over connections that are made for it: the <see cref="IReplayStore"/> of the
    /// services, guarded against outages; the <see cref="CredentialStore"/>, behind a cache in which a change on any machine is seen at
    /// once; and a <see cref="StoreHealthCheck"/>, which also runs when the host starts. Token buckets aren't kept there: without
    /// another store each machine has budgets of its own, and says so in the log when it starts.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">As Npgsql has it: <c>Host=…;Username=…;Password=…;Database=…</c>.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <exception cref="ArgumentException">The connection string can't be read, or names no host.</exception>
    /// <exception cref="InvalidOperationException">PostgreSQL is in use already.</exception>
    public static HmacKitBuilder UsePostgres(this HmacKitBuilder builder, string connectionString, Action<PostgresOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(connectionString);
        string checkedString = Parse(connectionString);
        return builder.Add(services => new PostgresStores(() => NpgsqlDataSource.Create(checkedString), isOwner: true, configure, services));
    }

    /// <summary>Keeps nonces and credentials in PostgreSQL, over a data source of yours, which isn't disposed of with the services.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="dataSource">The data source.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <exception cref="InvalidOperationException">PostgreSQL is in use already.</exception>
    /// <inheritdoc cref="UsePostgres(HmacKitBuilder, string, Action{PostgresOptions})" path="/summary"/>
    public static HmacKitBuilder UsePostgres(this HmacKitBuilder builder, NpgsqlDataSource dataSource, Action<PostgresOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dataSource);
        return builder.Add(services => new PostgresStores(() => dataSource, isOwner: false, configure, services));
    }

    private static HmacKitBuilder Add(this HmacKitBuilder builder, Func<IServiceProvider, PostgresStores> create)
    {
        IServiceCollection services = builder.Services;
        if (services.Any(static service => service.ServiceType == typeof(PostgresStores)))
        {
            throw new InvalidOperationException("PostgreSQL is in use already: call UsePostgres once.");
        }

        services.AddSingleton(create);
        services.Replace(ServiceDescriptor.Singleton(static provider => provider.GetRequiredService<PostgresStores>().Replay));
        services.Replace(ServiceDescriptor.Singleton<CredentialStore>(static provider => provider.GetRequiredService<PostgresStores>().Credentials));
        services.AddSingleton(static provider => provider.GetRequiredService<PostgresStores>().Health);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgresStartupCheck.Marker>, PostgresStartupCheck>());
        services.AddOptions<PostgresStartupCheck.Marker>().ValidateOnStart();
        return builder;
    }

    private static string Parse(string connectionString)
    {
        try
        {
            var parsed = new NpgsqlConnectionStringBuilder(connectionString);
            return string.IsNullOrWhiteSpace(parsed.Host) ? throw new ArgumentException("It names no host.") : connectionString;
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException(
                $"The PostgreSQL connection string can't be read. {exception.Message} It is settings with semicolons between, such as 'Host=db;Username=…;Password=…;Database=…'.",
                nameof(connectionString));
        }
    }
}
