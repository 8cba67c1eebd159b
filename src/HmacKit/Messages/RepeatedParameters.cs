namespace HmacKit;

/// <summary>What becomes of a name that occurs several times in a <see cref="ParameterSet"/>.</summary>
public enum RepeatedParameters
{
    /// <summary>Each is written.</summary>
    Kept,

    /// <summary>The request is refused.</summary>
    Refused,

    /// <summary>Their values are joined by commas behind one name.</summary>
    JoinedByComma,

    /// <summary>Of equal names with equal values one is written.</summary>
    Distinct,
}
