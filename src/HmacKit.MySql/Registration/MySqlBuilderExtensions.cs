using HmacKit;
using HmacKit.MySql;
using MySqlConnector;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps what is shared between machines in MySQL or MariaDB.</summary>
public static class MySqlBuilderExtensions
{
    /// <summary>
    /// Keeps nonces and credentials in MySQL or MariaDB, over connections that are made for it, as <see cref="SharedStores"/>: the <see cref="IReplayStore"/> of the services, guarded
    /// against outages, and the <see cref="CredentialStore"/>, behind a cache in which a change on any machine is seen within 250 ms. Token buckets aren't kept there.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="connectionString">As MySqlConnector has it: <c>Server=…;User ID=…;Password=…;Database=…</c>.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <exception cref="ArgumentException">The connection string can't be read.</exception>
    /// <exception cref="InvalidOperationException">MySQL is in use already.</exception>
    public static HmacKitBuilder UseMySql(this HmacKitBuilder builder, string connectionString, Action<MySqlOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        try
        {
            _ = new MySqlConnectionStringBuilder(connectionString);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidOperationException)
        {
            // Not the client's own words, which may show a value.
            throw new ArgumentException("The MySQL connection string can't be read. It is settings with semicolons between, such as 'Server=db;User ID=…;Password=…;Database=…'.", nameof(connectionString));
        }

        return builder.UseStores(nameof(UseMySql), configure, (MySqlOptions options, IServiceProvider services) => new MySqlStores(() => new MySqlDataSource(connectionString), isOwner: true, options, services));
    }

    /// <summary>Keeps nonces and credentials in MySQL or MariaDB, over a data source of yours, which isn't disposed of with the services.</summary>
    /// <inheritdoc cref="UseMySql(HmacKitBuilder, string, Action{MySqlOptions})"/>
    public static HmacKitBuilder UseMySql(this HmacKitBuilder builder, MySqlDataSource dataSource, Action<MySqlOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dataSource);
        return builder.UseStores(nameof(UseMySql), configure, (MySqlOptions options, IServiceProvider services) => new MySqlStores(() => dataSource, isOwner: false, options, services));
    }
}
