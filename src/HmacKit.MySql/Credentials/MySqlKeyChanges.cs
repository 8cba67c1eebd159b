using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Logging;
using MySqlConnector;

namespace HmacKit.MySql;

/// <summary>Looks four times a second whether credentials were changed, on another machine or by hand, and makes caches forget everything then, or if it can't look.</summary>
/// <param name="dataSource">Where the tables are. It isn't disposed of with this.</param>
/// <param name="options">The settings.</param>
/// <param name="logger">Where it is logged that it couldn't look; nowhere by default.</param>
public sealed class MySqlKeyChanges(MySqlDataSource dataSource, MySqlOptions options, ILogger? logger = null) : PolledKeyChanges("mysql", options.TimeProvider, logger)
{
    /// <inheritdoc/>
    protected override async ValueTask<long> ReadChangesAsync(CancellationToken cancellationToken)
    {
        await using DbCommand read = dataSource.CreateCommand($"SELECT changes FROM {options.Table("state")}");
        return Convert.ToInt64(await read.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
    }
}
