namespace HmacKit;

/// <summary>What came of looking for an <see cref="EventField"/>.</summary>
public enum EventFieldStatus
{
    /// <summary>The request doesn't have it.</summary>
    Missing,

    /// <summary>It is there, exactly once.</summary>
    Found,

    /// <summary>It can't be told: the body isn't the JSON it should be, a name occurs twice, a header is repeated, or the text is empty, over 256 bytes or has a control character.</summary>
    Malformed,
}
