using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using NpgsqlTypes;

namespace HmacKit.Postgres;

/// <summary>A credential as a row: the columns in the order in which <see cref="PostgresCredentialStore"/> names them.</summary>
internal static partial class CredentialRow
{
    /// <summary>Whether PostgreSQL can hold a text. What it can't hold can't be asked for either, and nobody has it.</summary>
    public static bool CanHold(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            return false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>$1 to $19, all but the last use.</summary>
    public static void AddParameters(NpgsqlParameterCollection parameters, Credential credential)
    {
        KeyIdentity identity = credential.Identity;
        if (!((string?[])[credential.Scheme, identity.Owner, identity.Name, identity.Tier, credential.Description]).All(static text => text is null || CanHold(text)))
        {
            throw new ArgumentException("A text in PostgreSQL can't hold a zero character or half of a surrogate pair: take it out.", nameof(credential));
        }

        parameters.Add(Text(identity.KeyId));
        parameters.Add(new NpgsqlParameter<short> { TypedValue = (short)credential.Kind });
        parameters.Add(Text(credential.Scheme));
        parameters.Add(Text(identity.Owner));
        parameters.Add(Text(identity.Name));
        parameters.Add(Array<string>([.. identity.Scopes], NpgsqlDbType.Text));
        parameters.Add(Text(identity.Tier));
        parameters.Add(new NpgsqlParameter<bool> { TypedValue = identity.IsCanary });
        string metadata = JsonSerializer.Serialize(new Dictionary<string, string>(identity.Metadata, StringComparer.Ordinal), MetadataJson.Default.DictionaryStringString);
        parameters.Add(new NpgsqlParameter<string> { TypedValue = metadata, NpgsqlDbType = NpgsqlDbType.Json });
        parameters.Add(Text(credential.Description));
        parameters.Add(Time(credential.Created));
        parameters.Add(Time(credential.NotBefore));
        parameters.Add(Time(credential.Expires));
        parameters.Add(new NpgsqlParameter<bool> { TypedValue = credential.IsDisabled });
        parameters.Add(Time(credential.Revoked));
        parameters.Add(Array<byte[]>([.. credential.Secrets.Select(static secret => secret.Value.ToArray())], NpgsqlDbType.Bytea));
        parameters.Add(Array<DateTime>([.. credential.Secrets.Select(static secret => secret.Created.UtcDateTime)], NpgsqlDbType.TimestampTz));
        parameters.Add(Array<DateTime?>([.. credential.Secrets.Select(static secret => secret.AcceptedUntil?.UtcDateTime)], NpgsqlDbType.TimestampTz));
        parameters.Add(new NpgsqlParameter<long> { TypedValue = credential.Version });
    }

    public static NpgsqlParameter Time(DateTimeOffset? time) =>
        new() { Value = (object?)time?.UtcDateTime ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    public static Credential Read(NpgsqlDataReader reader)
    {
        byte[][] values = reader.GetFieldValue<byte[][]>(15);
        DateTime[] created = reader.GetFieldValue<DateTime[]>(16);
        DateTime?[] until = reader.GetFieldValue<DateTime?[]>(17);
        return new Credential
        {
            Kind = (CredentialKind)reader.GetInt16(1),
            Scheme = reader.GetString(2),
            Identity = new KeyIdentity
            {
                KeyId = reader.GetString(0),
                Owner = TextAt(reader, 3),
                Name = TextAt(reader, 4),
                Scopes = reader.GetFieldValue<string[]>(5),
                Tier = TextAt(reader, 6),
                IsCanary = reader.GetBoolean(7),
                Metadata = JsonSerializer.Deserialize(reader.GetString(8), MetadataJson.Default.DictionaryStringString) ?? [],
            },
            Description = TextAt(reader, 9),
            Created = reader.GetFieldValue<DateTimeOffset>(10),
            NotBefore = TimeAt(reader, 11),
            Expires = TimeAt(reader, 12),
            IsDisabled = reader.GetBoolean(13),
            Revoked = TimeAt(reader, 14),
            Secrets = [.. values.Select((value, i) => new CredentialSecret(value, Utc(created[i]), until[i] is { } end ? Utc(end) : null))],
            LastUsed = TimeAt(reader, 18),
            Version = reader.GetInt64(19),
        };
    }

    private static DateTimeOffset Utc(DateTime time) => new(time, TimeSpan.Zero);

    private static string? TextAt(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset? TimeAt(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

    private static NpgsqlParameter Text(string? text) => new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter<T[]> Array<T>(T[] values, NpgsqlDbType type) => new() { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };

    [JsonSerializable(typeof(Dictionary<string, string>))]
    private sealed partial class MetadataJson : JsonSerializerContext;
}
