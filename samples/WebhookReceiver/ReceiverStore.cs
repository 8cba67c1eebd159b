using System.Data.Common;
using HmacKit.Webhooks;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace WebhookReceiver;

/// <summary>Where events are: in an SQLite file (<c>--Store:Path FILE</c>), in PostgreSQL (<c>--Store:Postgres CONNECTION</c>), or in memory.</summary>
internal static class ReceiverStore
{
    private const int Tries = 3;

    public static IServiceCollection AddReceiverStore(this IServiceCollection services, IConfiguration configuration)
    {
        IConfigurationSection store = configuration.GetSection("Store");
        if (store["Path"] is { } path)
        {
            DbDataSource file = SqliteFactory.Instance.CreateDataSource(new SqliteConnectionStringBuilder { DataSource = path, DefaultTimeout = 30 }.ToString());
            return services.AddDatabase(file, WebhookDatabase.Sqlite(file), store);
        }

        if (store["Postgres"] is { } connection)
        {
            DbDataSource server = NpgsqlDataSource.Create(connection);
            return services.AddDatabase(server, WebhookDatabase.Postgres(server), store);
        }

        return services.AddSingleton<HandledEvents, EventsInMemory>();
    }

    private static IServiceCollection AddDatabase(this IServiceCollection services, DbDataSource source, WebhookDatabase database, IConfigurationSection store)
    {
        CreateTable(source);
        services.AddWebhookInbox(database, options => options.LeaseTime = store.GetValue("LeaseTime", options.LeaseTime));
        return services.AddSingleton<HandledEvents>(new EventsInDatabase(source));
    }

    private static void CreateTable(DbDataSource source)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                using DbConnection connection = source.OpenConnection();
                using DbCommand command = connection.CreateCommand();
                command.CommandText = EventsInDatabase.Table;
                command.ExecuteNonQuery();
                return;
            }
            catch (DbException) when (attempt < Tries)
            {
                // Two instances that start at once both make it, and one of them fails.
            }
        }
    }
}
