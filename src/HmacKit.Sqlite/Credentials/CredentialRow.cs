using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;

namespace HmacKit.Sqlite;

/// <summary>A credential as a row: the columns in the order in which <see cref="SqliteCredentialStore"/> names them.</summary>
internal static partial class CredentialRow
{
    public static void AddParameters(SqliteParameterCollection parameters, Credential credential)
    {
        KeyIdentity identity = credential.Identity;
        Add("$key_id", SqliteType.Text, identity.KeyId);
        Add("$kind", SqliteType.Integer, (int)credential.Kind);
        Add("$scheme", SqliteType.Text, credential.Scheme);
        Add("$owner", SqliteType.Text, identity.Owner);
        Add("$name", SqliteType.Text, identity.Name);
        Add("$scopes", SqliteType.Text, string.Join(' ', identity.Scopes));
        Add("$tier", SqliteType.Text, identity.Tier);
        Add("$is_canary", SqliteType.Integer, identity.IsCanary);
        Add("$metadata", SqliteType.Text, JsonSerializer.Serialize(new Dictionary<string, string>(identity.Metadata, StringComparer.Ordinal), RowJson.Default.DictionaryStringString));
        Add("$description", SqliteType.Text, credential.Description);
        Add("$created", SqliteType.Integer, credential.Created.UtcTicks);
        Add("$not_before", SqliteType.Integer, credential.NotBefore?.UtcTicks);
        Add("$expires", SqliteType.Integer, credential.Expires?.UtcTicks);
        Add("$is_disabled", SqliteType.Integer, credential.IsDisabled);
        Add("$revoked", SqliteType.Integer, credential.Revoked?.UtcTicks);
        Add("$secrets", SqliteType.Text, JsonSerializer.Serialize([.. credential.Secrets.Select(Secret.Of)], RowJson.Default.SecretArray));
        Add("$version", SqliteType.Integer, credential.Version);
        Add("$last_used", SqliteType.Integer, credential.LastUsed?.UtcTicks);

        void Add(string name, SqliteType type, object? value) => parameters.Add(name, type).Value = value ?? DBNull.Value;
    }

    public static Credential Read(SqliteDataReader reader) => new()
    {
        Kind = (CredentialKind)reader.GetInt32(1),
        Scheme = reader.GetString(2),
        Identity = new KeyIdentity
        {
            KeyId = reader.GetString(0),
            Owner = TextAt(reader, 3),
            Name = TextAt(reader, 4),
            Scopes = reader.GetString(5).Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Tier = TextAt(reader, 6),
            IsCanary = reader.GetBoolean(7),
            Metadata = JsonSerializer.Deserialize(reader.GetString(8), RowJson.Default.DictionaryStringString) ?? [],
        },
        Description = TextAt(reader, 9),
        Created = Time(reader.GetInt64(10)),
        NotBefore = TimeAt(reader, 11),
        Expires = TimeAt(reader, 12),
        IsDisabled = reader.GetBoolean(13),
        Revoked = TimeAt(reader, 14),
        Secrets = [.. (JsonSerializer.Deserialize(reader.GetString(15), RowJson.Default.SecretArray) ?? []).Select(static secret => secret.ToCredentialSecret())],
        Version = reader.GetInt64(16),
        LastUsed = TimeAt(reader, 17),
    };

    private static string? TextAt(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset? TimeAt(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : Time(reader.GetInt64(column));

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    /// <summary>A secret as it is kept: sealed or hashed, with its times in ticks.</summary>
    internal sealed record Secret(byte[] Value, long Created, long? Until)
    {
        public static Secret Of(CredentialSecret secret) => new(secret.Value.ToArray(), secret.Created.UtcTicks, secret.AcceptedUntil?.UtcTicks);

        public CredentialSecret ToCredentialSecret() => new(Value, Time(Created), Until is { } until ? Time(until) : null);

        public override string ToString() => "A stored secret";
    }

    [JsonSerializable(typeof(Dictionary<string, string>))]
    [JsonSerializable(typeof(Secret[]))]
    private sealed partial class RowJson : JsonSerializerContext;
}
