namespace HmacKit.Postgres;

/// <summary>Settings of the stores on PostgreSQL.</summary>
public sealed class PostgresOptions
{
    /// <summary>The default of <see cref="Schema"/>: <c>hmackit</c>.</summary>
    public const string DefaultSchema = "hmackit";

    /// <summary>
    /// The schema in which everything lies: 1 to 48 lower-case letters, digits and underscores, not beginning with a digit or
    /// <c>pg_</c>. Two applications in one database take two. The default is <see cref="DefaultSchema"/>, <c>hmackit</c>.
    /// </summary>
    public string Schema { get; set; } = DefaultSchema;

    /// <summary>
    /// Whether the schema is made when the host starts, if it isn't there; true by default. The role needs the right to create
    /// only if there is something to make. If false, a host without the schema doesn't start; see <see cref="PostgresSchema.GetSql"/>.
    /// </summary>
    public bool MigrateAtStart { get; set; } = true;

    /// <summary>What to do while PostgreSQL can't be used. By default a call may take 250 ms, and what can't be asked is refused. Used by <c>UsePostgres</c>.</summary>
    public OutageOptions Outages { get; } = new();

    /// <summary>
    /// How many claims this process remembers that PostgreSQL has answered, so that a copy of a request costs it nothing; 1 to
    /// <see cref="MemoryReplayStoreOptions.MaxCapacity"/>. The default is <see cref="NearReplayStore.DefaultCapacity"/>, 100,000,
    /// which take 1.7 MB. Used by <c>UsePostgres</c>.
    /// </summary>
    public int NearCapacity { get; set; } = NearReplayStore.DefaultCapacity;

    /// <summary>Settings of the memory of credentials, in which a change is seen at once. Used by <c>UsePostgres</c>.</summary>
    public KeyCacheOptions CredentialCache { get; } = new();

    /// <summary>Where the time comes from; the system's clock by default. It should be that of the verifiers.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
