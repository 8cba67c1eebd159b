using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Postgres;

/// <summary>The name of the schema in which everything lies. It is written into SQL, so its characters are few.</summary>
internal sealed class SchemaName
{
    // A channel's name is this and "_credential", and an identifier has at most 63 bytes.
    private const int MaxLength = 48;

    public SchemaName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsValid(name))
        {
            throw new ArgumentException(
                $"Set {nameof(PostgresOptions)}.{nameof(PostgresOptions.Schema)} to 1 to {MaxLength} lower-case letters, digits and underscores, not beginning with a digit or 'pg_'.",
                nameof(name));
        }

        Name = name;
        LockClass = BinaryPrimitives.ReadInt32BigEndian(SHA256.HashData(Encoding.ASCII.GetBytes("hmackit " + name)));
    }

    public string Name { get; }

    /// <summary>The first number of the schema's advisory locks.</summary>
    public int LockClass { get; }

    public string Channel => Name + "_credential";

    public override string ToString() => Name;

    private static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength
        && !char.IsAsciiDigit(name[0])
        && !name.StartsWith("pg_", StringComparison.Ordinal)
        && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
}
