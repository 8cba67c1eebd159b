namespace HmacKit;

/// <summary>A member of a structured list or dictionary: an item, or an inner list of items, with its parameters.</summary>
internal abstract class StructuredMember(StructuredParameters parameters)
{
    public StructuredParameters Parameters { get; } = parameters;
}

/// <summary>A value with its parameters.</summary>
internal sealed class StructuredItem(BareItem value, StructuredParameters parameters) : StructuredMember(parameters)
{
    public BareItem Value { get; } = value;
}

/// <summary>Items in parentheses.</summary>
internal sealed class StructuredInnerList(IReadOnlyList<StructuredItem> items, StructuredParameters parameters) : StructuredMember(parameters)
{
    public IReadOnlyList<StructuredItem> Items { get; } = items;
}

/// <summary>Parameters in their order; a key is there once.</summary>
internal sealed class StructuredParameters(IReadOnlyList<KeyValuePair<string, BareItem>> pairs)
{
    public static StructuredParameters None { get; } = new([]);

    public IReadOnlyList<KeyValuePair<string, BareItem>> Pairs { get; } = pairs;

    /// <summary>The value of a key, or null.</summary>
    public BareItem? Find(string key)
    {
        foreach ((string name, BareItem value) in Pairs)
        {
            if (string.Equals(name, key, StringComparison.Ordinal))
            {
                return value;
            }
        }

        return null;
    }
}
