namespace HmacKit.Inspection;

/// <summary>Headers that belong to one connection (RFC 9110 section 7.6.1), and so are neither forwarded nor sent again.</summary>
internal static class HopByHop
{
    private static readonly string[] Names =
        ["Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Expect"];

    /// <summary>Whether a header belongs to the connection, by its name or since <c>Connection</c> names it.</summary>
    public static bool Has(string name, IEnumerable<HeaderLine> headers) => Names.Contains(name, StringComparer.OrdinalIgnoreCase)
        || headers.Where(static line => line.IsNamed("Connection"))
            .SelectMany(static line => line.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Contains(name, StringComparer.OrdinalIgnoreCase);
}
