using System.Data.Common;
using System.Security.Cryptography;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MySqlConnector;

namespace HmacKit.MySql;

/// <summary>Makes the tables if that is wanted, does what the stores do, and reads whether the server keeps what it's given. What it finds names the setting that puts it right.</summary>
internal static class MySqlHealth
{
    /// <summary>How the server is.</summary>
    /// <exception cref="InvalidOperationException">A fault that won't go away by itself.</exception>
    public static async Task<HealthCheckResult> FindAsync(MySqlDataSource dataSource, MySqlOptions options, CancellationToken cancellationToken)
    {
        try
        {
            if (options.MigrateAtStart)
            {
                await MySqlSchema.MigrateAsync(dataSource, options.TablePrefix, cancellationToken).ConfigureAwait(false);
            }
            else if (!await MySqlSchema.IsThereAsync(dataSource, options.TablePrefix, cancellationToken).ConfigureAwait(false))
            {
                throw new InvalidOperationException($"The tables '{options.TablePrefix}…' aren't there. Run what MySqlSchema.GetSql(\"{options.TablePrefix}\") gives, or set {nameof(MySqlOptions)}.{nameof(MySqlOptions.MigrateAtStart)} to true.");
            }

            // One claim, which expires in a second, and a look at the credentials.
            DateTimeOffset now = options.TimeProvider.GetUtcNow();
            await using var store = new MySqlReplayStore(dataSource, options);
            _ = await store.TryAddAsync(new ReplayClaim("health", "", RandomNumberGenerator.GetHexString(32), now, now.AddSeconds(1)), cancellationToken).ConfigureAwait(false);
            await new MySqlCredentialStore(dataSource, options).FindAsync("health", cancellationToken).ConfigureAwait(false);
            await using DbCommand inspect = dataSource.CreateCommand("SELECT @@innodb_flush_log_at_trx_commit = 1");
            return Convert.ToInt64(await inspect.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), null) == 1 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(
                "'innodb_flush_log_at_trx_commit' isn't 1: when the server's machine loses power, what was accepted is forgotten, and its requests can be replayed. Set it to 1.");
        }
        catch (MySqlException exception)
        {
            return Explain(exception) is { } fault
                ? throw new InvalidOperationException(fault, exception)
                : HealthCheckResult.Unhealthy($"MySQL can't be used ({exception.Message}). Check Server, Port and SSL Mode of the connection string, and that the server runs.");
        }
    }

    private static string? Explain(MySqlException error) => error.ErrorCode switch
    {
        MySqlErrorCode.AccessDenied => $"MySQL refuses the user ({error.Message}). Check User ID and Password of the connection string.",
        MySqlErrorCode.UnknownDatabase or MySqlErrorCode.DatabaseAccessDenied or MySqlErrorCode.NoDatabaseSelected => $"There is no such database for this user ({error.Message}). Check Database of the connection string.",
        MySqlErrorCode.TableAccessDenied or MySqlErrorCode.ColumnAccessDenied => $"The user lacks privileges it needs ({error.Message}). Grant it SELECT, INSERT, UPDATE and DELETE on the tables.",
        MySqlErrorCode.OptionPreventsStatement => $"This server can't be written ({error.Message}). Name the primary in Server of the connection string.",
        _ => null,
    };
}
