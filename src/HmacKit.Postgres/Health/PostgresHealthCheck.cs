using System.Security.Cryptography;
using Npgsql;

namespace HmacKit.Postgres;

/// <summary>
/// Does what the stores do, and reads from the server whether it keeps what it's given. What it finds names the setting that
/// mends it. It makes the schema too, if that is wanted and the server was away when the host started.
/// </summary>
internal sealed class PostgresHealthCheck(PostgresStores stores) : StoreHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // What claim says while nothing was ever forgotten.
    private const short NothingYet = 3;

    private static readonly byte[] Probe = SHA256.HashData("hmackit health"u8);

    public override string Name => "postgres";

    /// <summary>What the last check found that no waiting mends; null if nothing.</summary>
    public string? Fault { get; private set; }

    protected override async ValueTask<StoreHealth> CheckCoreAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        Fault = null;
        try
        {
            await stores.PrepareAsync(patience.Token).ConfigureAwait(false);
            return await InspectAsync(patience.Token).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception)
        {
            Fault = exception.Message;
            return StoreHealth.Unhealthy(exception.Message);
        }
        catch (PostgresException exception) when (Explain(exception) is { } fault)
        {
            Fault = fault;
            return StoreHealth.Unhealthy(fault);
        }
        catch (PostgresException exception)
        {
            return StoreHealth.Unhealthy($"PostgreSQL answers with an error: {exception.SqlState}: {exception.MessageText}");
        }
        catch (NpgsqlException exception)
        {
            return StoreHealth.Unhealthy($"PostgreSQL can't be reached ({exception.Message}). Check Host, Port and SSL Mode of the connection string, and that the server runs.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return StoreHealth.Unhealthy($"PostgreSQL doesn't answer within {Patience.TotalSeconds} s. Check Host and Port of the connection string, and the server's load.");
        }
    }

    private async Task<StoreHealth> InspectAsync(CancellationToken cancellationToken)
    {
        SchemaName schema = stores.Schema;
        await using NpgsqlCommand inspect = stores.DataSource.CreateCommand($"""
            SELECT pg_is_in_recovery(), current_setting('fsync') = 'on', current_setting('full_page_writes') = 'on',
                   has_table_privilege('{schema}.replay_claim_0', 'TRUNCATE') AND has_table_privilege('{schema}.replay_state', 'UPDATE'),
                   has_table_privilege('{schema}.credential', 'SELECT') AND has_table_privilege('{schema}.credential', 'INSERT') AND has_table_privilege('{schema}.credential', 'UPDATE')
            """);
        await using (NpgsqlDataReader reader = await inspect.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (reader.GetBoolean(0))
            {
                Fault = "This PostgreSQL is a standby and can't be written. Set 'Target Session Attributes' to 'primary' in the connection string, and name all servers in 'Host'.";
                return StoreHealth.Unhealthy(Fault);
            }

            if (!reader.GetBoolean(3) || !reader.GetBoolean(4))
            {
                Fault = PostgresSchema.RightsMissing(schema, "a table's TRUNCATE, INSERT, UPDATE or SELECT");
                return StoreHealth.Unhealthy(Fault);
            }

            if (!reader.GetBoolean(1) || !reader.GetBoolean(2))
            {
                await ClaimAsync(cancellationToken).ConfigureAwait(false);
                return StoreHealth.Degraded("'fsync' or 'full_page_writes' is off: when the server's machine loses power, what was accepted is forgotten, and its requests can be replayed. Set both to 'on'.");
            }
        }

        await ClaimAsync(cancellationToken).ConfigureAwait(false);
        return !stores.IsListening ? StoreHealth.Degraded($"Changes of credentials aren't heard at the moment. A key that another machine revokes may live for up to {stores.Options.CredentialCache.Lifetime}.")
            : stores.State != StoreState.Available ? StoreHealth.Degraded($"PostgreSQL is back, and will be used again within {stores.Options.Outages.BreakDuration}.")
            : StoreHealth.Healthy();
    }

    /// <summary>One claim, which is gone in a second. The first one of all makes the store ready for claims.</summary>
    private async Task ClaimAsync(CancellationToken cancellationToken)
    {
        long now = stores.Options.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds();
        await using NpgsqlCommand claim = stores.DataSource.CreateCommand($"SELECT ({stores.Schema}.claim(ARRAY[$1], ARRAY[$2], $3))[1]");
        claim.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Probe });
        claim.Parameters.Add(new NpgsqlParameter<long> { TypedValue = now + 1000 });
        claim.Parameters.Add(new NpgsqlParameter<long> { TypedValue = now });
        if (await claim.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not NothingYet)
        {
            return;
        }

        await using NpgsqlCommand begin = stores.DataSource.CreateCommand($"SELECT {stores.Schema}.forget($1)");
        begin.Parameters.Add(new NpgsqlParameter<long> { TypedValue = now });
        await begin.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        await claim.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private string? Explain(PostgresException error) => error.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"PostgreSQL refuses the role ({error.MessageText}). Check Username and Password of the connection string, and the server's pg_hba.conf.",
        PostgresErrorCodes.InvalidCatalogName => $"PostgreSQL has no such database ({error.MessageText}). Check Database of the connection string.",
        PostgresErrorCodes.InsufficientPrivilege => PostgresSchema.RightsMissing(stores.Schema, error.MessageText),
        PostgresErrorCodes.ReadOnlySqlTransaction => "PostgreSQL can't be written: 'default_transaction_read_only' is on for this role or database. Switch it off.",
        PostgresErrorCodes.ActiveSqlTransaction => $"{error.MessageText}. {error.Hint}",
        _ => null,
    };
}
