namespace HmacKit;

/// <summary>A header of a compiled scheme.</summary>
public sealed class SchemeHeader
{
    internal SchemeHeader(string name, HeaderFormat format, HeaderGrammar grammar)
    {
        Name = name;
        Format = format;
        Grammar = grammar;
    }

    /// <summary>The header's name.</summary>
    public string Name { get; }

    /// <summary>How its value is written.</summary>
    public HeaderFormat Format { get; }

    internal HeaderGrammar Grammar { get; }
}
