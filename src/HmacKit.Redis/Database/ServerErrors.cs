using StackExchange.Redis;

namespace HmacKit.Redis;

/// <summary>The errors of a Redis server, which it tells by the first word.</summary>
internal static class ServerErrors
{
    /// <summary><c>maxmemory</c> is reached and <c>maxmemory-policy</c> lets nothing go.</summary>
    public static bool IsOutOfMemory(RedisServerException error) => Has(error, "OOM ");

    /// <summary>The script isn't in the server's cache: it is new, has restarted, or the cache was flushed.</summary>
    public static bool IsUnknownScript(RedisServerException error) => Has(error, "NOSCRIPT ");

    /// <summary>The server is a replica.</summary>
    public static bool IsReadOnly(RedisServerException error) => Has(error, "READONLY ");

    /// <summary>The user of the connection lacks a right.</summary>
    public static bool IsForbidden(RedisServerException error) => Has(error, "NOPERM ");

    // A script's error may have the place in the script before or behind the server's own word.
    private static bool Has(RedisServerException error, string word) => error.Message.Contains(word, StringComparison.Ordinal);
}
