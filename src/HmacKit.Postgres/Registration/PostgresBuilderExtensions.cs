using System.Buffers;
using HmacKit;
using HmacKit.Postgres;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps what is shared between machines in PostgreSQL.</summary>
public static class PostgresBuilderExtensions
{
    private static readonly SearchValues<string> Passwords = SearchValues.Create(["pass", "pwd", "psw"], StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Keeps nonces and credentials in PostgreSQL, over connections that are made for it: the <see cref="IReplayStore"/> of the
    /// services, guarded against outages; the <see cref="CredentialStore"/>, behind a cache in which a change on any machine is seen at
    /// once; as <see cref="SharedStores"/>, whose health check also runs when the host starts. Token buckets aren't kept there: without
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
        return builder.UseStores(nameof(UsePostgres), configure, (PostgresOptions options, IServiceProvider services) => new PostgresStores(() => NpgsqlDataSource.Create(checkedString), isOwner: true, options, services));
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
        return builder.UseStores(nameof(UsePostgres), configure, (PostgresOptions options, IServiceProvider services) => new PostgresStores(() => dataSource, isOwner: false, options, services));
    }

    private static string Parse(string connectionString)
    {
        string? fault = FindFault(connectionString);
        if (fault is null)
        {
            return connectionString;
        }

        // Of a password with a semicolon in it, the client takes what follows for a setting, and names it. So it is heard only on what stands before one.
        int password = connectionString.AsSpan().IndexOfAny(Passwords);
        fault = password < 0 ? fault : FindFault(connectionString[..password]) ?? "It can't from its password on: a value with a semicolon or a quote in it stands in quotes.";
        throw new ArgumentException(
            $"The PostgreSQL connection string can't be read. {fault} It is settings with semicolons between, such as 'Host=db;Username=…;Password=…;Database=…'.",
            nameof(connectionString));
    }

    private static string? FindFault(string connectionString)
    {
        try
        {
            return string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(connectionString).Host) ? "It names no host." : null;
        }
        catch (ArgumentException exception)
        {
            return exception.Message;
        }
    }
}
