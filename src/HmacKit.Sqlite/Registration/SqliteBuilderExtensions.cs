using HmacKit;
using HmacKit.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps what one machine must not forget in an SQLite file.</summary>
public static class SqliteBuilderExtensions
{
    /// <summary>
    /// Keeps nonces and credentials in a file, for one machine with any number of processes: the <see cref="IReplayStore"/> of the
    /// services, guarded against outages; the <see cref="CredentialStore"/>, behind a cache in which a change by another process is seen
    /// within 250 ms; as <see cref="SharedStores"/>. The file is opened, or made, when the host starts. Token buckets aren't kept there:
    /// without another store each process has budgets of its own, which are full again after a restart.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="path">The file, which is HmacKit's own, on a disk of the machine.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <exception cref="InvalidOperationException">A file is in use already.</exception>
    public static HmacKitBuilder UseSqlite(this HmacKitBuilder builder, string path, Action<SqliteOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(path);
        return builder.UseStores(nameof(UseSqlite), configure, (SqliteOptions options, IServiceProvider services) => new SqliteStores(path, options, services));
    }
}
