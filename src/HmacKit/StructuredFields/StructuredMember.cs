namespace HmacKit;

// Lists and not their interfaces: every request with a message signature walks through them several times.
/// <summary>A member of a structured list or dictionary: an item, or an inner list of items, with its parameters.</summary>
internal abstract class StructuredMember(StructuredParameters parameters)
{
    public StructuredParameters Parameters { get; } = parameters;
}

/// <summary>A value with its parameters.</summary>
internal sealed class StructuredItem(BareItem value, StructuredParameters parameters) : StructuredMember(parameters)
{
    public BareItem Value { get; } = value;

    /// <summary>Whether both have the same canonical form.</summary>
    public bool IsSame(StructuredItem other)
    {
        bool isSame = Value == other.Value && Parameters.Pairs.Count == other.Parameters.Pairs.Count;
        for (int i = 0; isSame && i < Parameters.Pairs.Count; i++)
        {
            (string key, BareItem value) = Parameters.Pairs[i];
            isSame = string.Equals(key, other.Parameters.Pairs[i].Key, StringComparison.Ordinal) && value == other.Parameters.Pairs[i].Value;
        }

        return isSame;
    }
}

/// <summary>Items in parentheses.</summary>
internal sealed class StructuredInnerList(List<StructuredItem> items, StructuredParameters parameters) : StructuredMember(parameters)
{
    public List<StructuredItem> Items { get; } = items;
}

/// <summary>Parameters in their order; a key is there once.</summary>
internal sealed class StructuredParameters(List<KeyValuePair<string, BareItem>> pairs)
{
    public static StructuredParameters None { get; } = new([]);

    public List<KeyValuePair<string, BareItem>> Pairs { get; } = pairs;

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
