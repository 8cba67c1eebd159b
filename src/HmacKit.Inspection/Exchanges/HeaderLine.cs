namespace HmacKit.Inspection;

/// <summary>A header as it came, or as it is to be sent.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value; one that comes twice is there twice.</param>
internal sealed record HeaderLine(string Name, string Value)
{
    public static HeaderLine[] Of(IEnumerable<KeyValuePair<string, string>> headers) => [.. headers.Select(static header => new HeaderLine(header.Key, header.Value))];

    public bool IsNamed(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);
}
