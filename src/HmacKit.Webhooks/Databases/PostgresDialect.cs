using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HmacKit.Webhooks;

/// <summary>PostgreSQL.</summary>
internal sealed class PostgresDialect : SqlDialect
{
    private const int MaxSchema = 48;

    // https://www.postgresql.org/docs/current/errcodes-appendix.html
    private const string SerializationFailure = "40001";
    private const string Deadlock = "40P01";

    private readonly string _schema;

    public PostgresDialect(string schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        bool isName = schema.Length is > 0 and <= MaxSchema && !char.IsAsciiDigit(schema[0]) && !schema.StartsWith("pg_", StringComparison.Ordinal)
            && schema.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
        _schema = isName
            ? schema
            : throw new ArgumentException($"A schema has 1 to {MaxSchema} lower-case letters, digits and underscores, and doesn't begin with a digit or 'pg_'.", nameof(schema));
    }

    public override string Prefix => _schema + ".";

    public override bool HasOneWriter => false;

    public override int MaxSenders => 4;

    public override string SkipLocked => "FOR UPDATE SKIP LOCKED";

    public override bool TakesArrays => true;

    public override string LockOf(string parameter) => $"SELECT pg_advisory_xact_lock(hashtextextended('{_schema} ' || {parameter}, 0))";

    public override string TextsOf(string parameter) => $"SELECT json_array_elements_text({parameter}::json)";

    public override string NumbersOf(string parameter) => $"SELECT json_array_elements_text({parameter}::json)::bigint";

    public override bool IsUndone(DbException exception) => exception.SqlState is SerializationFailure or Deadlock;

    public override async Task PrepareAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        // First without any right to create: where the tables are there, none is needed.
        List<bool> isThere = await connection.QueryAsync(
            null, $"SELECT to_regclass('{_schema}.webhook_version') IS NOT NULL", static row => row.GetBoolean(0), cancellationToken).ConfigureAwait(false);
        if (isThere[0])
        {
            return;
        }

        int number = BinaryPrimitives.ReadInt32BigEndian(SHA256.HashData(Encoding.ASCII.GetBytes("hmackit webhooks " + _schema)));
        await using DbTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await transaction.RunAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({number})"), cancellationToken).ConfigureAwait(false);
        await transaction.RunAsync(Script("postgres.sql").Replace("{schema}", _schema, StringComparison.Ordinal), cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
