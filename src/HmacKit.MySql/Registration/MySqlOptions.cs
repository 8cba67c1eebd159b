namespace HmacKit.MySql;

/// <summary>Settings of the stores on MySQL or MariaDB, which keep the replay memory and the credentials.</summary>
public sealed class MySqlOptions() : StoreOptions(StoreRoles.Replay | StoreRoles.Credentials)
{
    internal const string DefaultTablePrefix = "hmackit_";

    /// <summary>
    /// What the names of all tables and triggers begin with: 1 to 40 lower-case letters, digits and underscores. Two applications in one
    /// database take two. The default is <c>hmackit_</c>.
    /// </summary>
    public string TablePrefix { get; set; } = DefaultTablePrefix;

    /// <summary>Whether the tables are made when the host starts, if they aren't there; true by default. If false, a host without them doesn't start; see <see cref="MySqlSchema.GetSql"/>.</summary>
    public bool MigrateAtStart { get; set; } = true;

    internal string Table(string name)
    {
        ThrowIfInvalid();
        return TablePrefix + name;
    }

    /// <inheritdoc/>
    protected override void ThrowIfInvalidCore()
    {
        if (TablePrefix is not { Length: > 0 and <= 40 } || !TablePrefix.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
        {
            throw new ArgumentException($"Set {nameof(MySqlOptions)}.{nameof(TablePrefix)} to 1 to 40 lower-case letters, digits and underscores.", nameof(TablePrefix));
        }
    }
}
