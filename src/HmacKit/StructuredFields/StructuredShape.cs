namespace HmacKit;

/// <summary>What a structured field is as a whole (RFC 9651 section 3).</summary>
public enum StructuredShape
{
    /// <summary>One value.</summary>
    Item,

    /// <summary>Values in an order.</summary>
    List,

    /// <summary>Values under names.</summary>
    Dictionary,
}
