using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HmacKit;

/// <summary>
/// The chain of an audit trail: each line has the hash of the one before and its own, over all of the line that comes before it. So a line that was changed,
/// taken out, put in or moved shows. Checks lines in their order; not safe to share between threads.
/// </summary>
/// <remarks>
/// Without a key the hash is SHA-256: anyone who can write the whole store can make a new chain. With one it is HMAC-SHA256, and then that takes the key too. Lines
/// that were taken off the end show only against a number and a hash that were written down elsewhere: <see cref="LastNumber"/> and <see cref="LastHash"/>.
/// </remarks>
public sealed class AuditChain
{
    private const string HashMember = ",\"hash\":\"";
    private const int HashDigits = 2 * SHA256.HashSizeInBytes;
    private static readonly int TailLength = HashMember.Length + HashDigits + 2;
    private static readonly string Nothing = new('0', HashDigits);

    private readonly byte[] _key;

    /// <summary>A chain from its beginning, or from wherever the first line is.</summary>
    /// <param name="key">The key of the trail, <see cref="AuditOptions.Key"/>; empty if it has none.</param>
    public AuditChain(ReadOnlySpan<byte> key = default) => _key = key.ToArray();

    /// <summary>How many lines were right.</summary>
    public long Count { get; private set; }

    /// <summary>The number of the first line; 0 if there was none. Over 1 if the oldest ones were forgotten.</summary>
    public long FirstNumber { get; private set; }

    /// <summary>The number of the last line that was right.</summary>
    public long LastNumber { get; private set; }

    /// <summary>The hash of the last line that was right, 64 hexadecimal digits; null if there was none.</summary>
    public string? LastHash { get; private set; }

    /// <summary>Checks the next line; what is wrong with it, or null if it follows the one before.</summary>
    /// <param name="line">The line, from anybody.</param>
    public string? Check(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (!TryRead(line, out long number, out string? before, out string? hash))
        {
            return $"what follows line {LastNumber} is no line of an audit trail";
        }

        if (!hash.Equals(HashOf(line.AsSpan(0, line.Length - TailLength)), StringComparison.Ordinal))
        {
            return $"line {number} was changed, or another key was used";
        }

        if (LastHash is not null && (number != LastNumber + 1 || before != LastHash))
        {
            return number != LastNumber + 1 ? $"line {number} follows line {LastNumber}: there were others between, or their order was changed" : $"line {number} doesn't follow the line {LastNumber} that is before it";
        }

        if (LastHash is null)
        {
            FirstNumber = number;
            if (number == 1 && before != Nothing)
            {
                return "line 1 refers to a line before it";
            }
        }

        (Count, LastNumber, LastHash) = (Count + 1, number, hash);
        return null;
    }

    /// <summary>The rows of entries that follow a line.</summary>
    internal IReadOnlyList<AuditRow> Append(string? lastLine, IReadOnlyList<(AuditEntry Entry, DateTimeOffset Time)> entries)
    {
        long number = 0;
        string? hash = Nothing;
        if (lastLine is not null && !TryRead(lastLine, out number, out _, out hash))
        {
            throw new InvalidDataException("The last line of the audit trail can't be read, so nothing can follow it: move the table away, and a new trail begins.");
        }

        var rows = new AuditRow[entries.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            string head = Write(++number, entries[i].Entry, entries[i].Time, hash!);
            hash = HashOf(head);
            rows[i] = new AuditRow(number, entries[i].Time, $"{head}{HashMember}{hash}\"}}");
        }

        return rows;
    }

    private static bool TryRead(string line, out long number, out string? before, out string hash)
    {
        (number, before, hash) = (0, null, "");
        int tail = line.Length - TailLength;
        if (tail < 2 || !line.AsSpan(tail).StartsWith(HashMember, StringComparison.Ordinal) || !line.EndsWith("\"}", StringComparison.Ordinal))
        {
            return false;
        }

        hash = line.Substring(tail + HashMember.Length, HashDigits);
        try
        {
            using var json = JsonDocument.Parse(line);
            before = json.RootElement.TryGetProperty("before", out JsonElement member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
            return json.RootElement.TryGetProperty("n", out member) && member.ValueKind == JsonValueKind.Number && member.TryGetInt64(out number) && number > 0;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    // Without its last brace, before which the hash comes.
    private static string Write(long number, AuditEntry entry, DateTimeOffset time, string before)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("n", number);
            json.WriteString("time", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            WriteText(json, "action", entry.Action);
            WriteText(json, "outcome", entry.Outcome);
            WriteText(json, "key", entry.KeyId);
            WriteText(json, "owner", entry.Owner);
            WriteText(json, "address", entry.Address);
            WriteText(json, "target", entry.Target);
            WriteText(json, "scheme", entry.Scheme);
            json.WriteString("before", before);
            json.WriteEndObject();
        }

        return Encoding.ASCII.GetString(buffer.WrittenSpan[..^1]);
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text.Length > AuditEntry.MaxText ? text[..AuditEntry.MaxText] : text);
        }
    }

    private string HashOf(ReadOnlySpan<char> head)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(head.ToArray());
        return Convert.ToHexStringLower(_key.Length == 0 ? SHA256.HashData(bytes) : HMACSHA256.HashData(_key, bytes));
    }
}
