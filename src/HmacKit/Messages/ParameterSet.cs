namespace HmacKit;

/// <summary>
/// How a query or form is written as a part of the message: <c>{query:sorted}</c>, <c>{form:sorted}</c>, or
/// <c>{parameters:sorted}</c> for both together. The parameter that carries the signature is always left out. At most 1,024
/// parameters; more are refused, and so is a <c>%</c> without two hex digits where text is decoded.
/// </summary>
public sealed class ParameterSet
{
    /// <summary>In which order the parameters stand; by name and then by value by default.</summary>
    public ParameterOrder Order { get; init; } = ParameterOrder.ByName;

    /// <summary>How names and values are written; percent-encoded again by default.</summary>
    public ParameterEncoding Encoding { get; init; } = ParameterEncoding.Percent;

    /// <summary>What becomes of a name that occurs several times; each is written by default.</summary>
    public RepeatedParameters Repeats { get; init; } = RepeatedParameters.Kept;

    /// <summary>What stands between a name and its value; <c>=</c> by default.</summary>
    public string Pair { get; init; } = "=";

    /// <summary>What stands between two parameters; <c>&amp;</c> by default.</summary>
    public string Joiner { get; init; } = "&";

    /// <summary>Names that are left out besides the signature's own. What is left out isn't signed.</summary>
    public IReadOnlyList<string> Except { get; init; } = [];

    /// <summary>The only names that are written; null (the default) for all. What is left out isn't signed.</summary>
    public IReadOnlyList<string>? Only { get; init; }

    /// <summary>Whether names are written in lower case; false by default.</summary>
    public bool NamesInLowerCase { get; init; }

    /// <summary>Whether a parameter without a <c>=</c> is written without one; false by default: with an empty value.</summary>
    public bool KeepsBareNames { get; init; }

    /// <summary>Whether parameters with an empty value are left out; false by default.</summary>
    public bool OmitsEmpty { get; init; }

    /// <summary>Whether a <c>+</c> stands for a blank where text is decoded; true by default.</summary>
    public bool PlusIsBlank { get; init; } = true;

    /// <summary>
    /// Whether a body that isn't a form counts as no form at all, and so isn't signed; false by default: it is refused. What
    /// is no form is told by its Content-Type.
    /// </summary>
    public bool IgnoresOtherBodies { get; init; }

    internal bool IsWhole => Except.Count == 0 && Only is null && !OmitsEmpty;

    /// <summary>Why different parameters can give one text; null if they can't, but for names that the set itself takes for the same.</summary>
    internal string? WhyAmbiguous => Encoding switch
    {
        ParameterEncoding.Decoded => "a decoded value may hold what separates parameters",
        ParameterEncoding.AsSent when Joiner != "&" || Pair != "=" || Repeats == RepeatedParameters.JoinedByComma => "a value as it was sent may hold what separates parameters",
        ParameterEncoding.Percent or ParameterEncoding.Form when !IsSeparator(Joiner) || !IsSeparator(Pair) => "nothing that a name or value can't hold stands between them",
        _ => null,
    };

    /// <summary>Whether what is written can't hold a line break or other separators of the message.</summary>
    internal bool IsEncoded => Encoding is not ParameterEncoding.Decoded;

    private static bool IsSeparator(string text) => text.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_' or '~' or '%' or '+'));
}
