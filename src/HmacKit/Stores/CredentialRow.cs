using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HmacKit;

/// <summary>A credential as a row of <see cref="SqlCredentialStore"/>'s table: key id, last use, and then its columns in their order.</summary>
internal static partial class CredentialRow
{
    /// <summary>Whether any database can hold a text. What none can hold can't be asked for either, and nobody has it.</summary>
    public static bool CanHold(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i]))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Throws if a text of the credential can't be held.</summary>
    public static void ThrowIfCannotHold(Credential credential)
    {
        KeyIdentity identity = credential.Identity;
        if (!((string?[])[credential.Scheme, identity.Owner, identity.Name, identity.Tier, credential.Description]).All(static text => text is null || CanHold(text)))
        {
            throw new ArgumentException("A text in a database can't hold a zero character or half of a surrogate pair: take it out.", nameof(credential));
        }
    }

    public static string ToText(IReadOnlyDictionary<string, string> metadata) =>
        JsonSerializer.Serialize(new Dictionary<string, string>(metadata, StringComparer.Ordinal), RowJson.Default.DictionaryStringString);

    public static string ToText(IReadOnlyList<CredentialSecret> secrets) =>
        JsonSerializer.Serialize([.. secrets.Select(Secret.From)], RowJson.Default.SecretArray);

    public static Credential Read(DbDataReader reader, Func<DbDataReader, int, DateTimeOffset> readTime)
    {
        return new()
        {
            LastUsed = TimeAt(1),
            Kind = (CredentialKind)reader.GetInt16(2),
            Scheme = reader.GetString(3),
            Identity = new KeyIdentity
            {
                KeyId = reader.GetString(0),
                Owner = TextAt(4),
                Name = TextAt(5),
                Scopes = reader.GetString(6).Split(' ', StringSplitOptions.RemoveEmptyEntries),
                Tier = TextAt(7),
                IsCanary = reader.GetBoolean(8),
                Metadata = JsonSerializer.Deserialize(reader.GetString(9), RowJson.Default.DictionaryStringString) ?? [],
            },
            Description = TextAt(10),
            Created = readTime(reader, 11),
            NotBefore = TimeAt(12),
            Expires = TimeAt(13),
            IsDisabled = reader.GetBoolean(14),
            Revoked = TimeAt(15),
            Secrets = [.. (JsonSerializer.Deserialize(reader.GetString(16), RowJson.Default.SecretArray) ?? []).Select(static secret => secret.ToCredentialSecret())],
            Version = reader.GetInt64(17),
        };

        string? TextAt(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

        DateTimeOffset? TimeAt(int column) => reader.IsDBNull(column) ? null : readTime(reader, column);
    }

    /// <summary>A secret as it is kept: sealed or hashed, with its times in ticks of 100 ns since the year 1, UTC.</summary>
    internal sealed record Secret(byte[] Value, long Created, long? Until)
    {
        public static Secret From(CredentialSecret secret) => new(secret.Value.ToArray(), secret.Created.UtcTicks, secret.AcceptedUntil?.UtcTicks);

        public CredentialSecret ToCredentialSecret() => new(Value, Time(Created), Until is { } until ? Time(until) : null);

        public override string ToString() => "A stored secret";

        private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
    }

    [JsonSerializable(typeof(Dictionary<string, string>))]
    [JsonSerializable(typeof(Secret[]))]
    private sealed partial class RowJson : JsonSerializerContext;
}
