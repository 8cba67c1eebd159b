namespace HmacKit.Postgres;

/// <summary>Settings of the stores on PostgreSQL.</summary>
public sealed class PostgresOptions : StoreOptions
{
    internal const string DefaultSchema = "hmackit";

    /// <summary>The defaults: PostgreSQL keeps the replay memory and the credentials.</summary>
    public PostgresOptions()
        : base(StoreRoles.Replay | StoreRoles.Credentials)
    {
    }

    /// <summary>
    /// The schema in which everything lies: 1 to 48 lower-case letters, digits and underscores, not beginning with a digit or
    /// <c>pg_</c>. Two applications in one database take two. The default is <c>hmackit</c>.
    /// </summary>
    public string Schema { get; set; } = DefaultSchema;

    /// <summary>
    /// Whether the schema is made when the host starts, if it isn't there; true by default. The role needs the right to create
    /// only if there is something to make. If false, a host without the schema doesn't start; see <see cref="PostgresSchema.GetSql"/>.
    /// </summary>
    public bool MigrateAtStart { get; set; } = true;

    /// <inheritdoc/>
    protected override void ThrowIfInvalidCore() => _ = new SchemaName(Schema);
}
