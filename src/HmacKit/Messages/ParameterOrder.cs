namespace HmacKit;

/// <summary>In which order the parameters of a <see cref="ParameterSet"/> stand.</summary>
public enum ParameterOrder
{
    /// <summary>By the bytes of the name as it is written, then by those of the value.</summary>
    ByName,

    /// <summary>By the bytes of the name alone; equal names in the order in which they came.</summary>
    ByNameOnly,

    /// <summary>In the order in which they came.</summary>
    AsSent,
}
