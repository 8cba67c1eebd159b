namespace HmacKit;

/// <summary>
/// How a group of headers is written as a part of the message: <c>{headers:signed}</c> for those that the request lists in
/// <c>{signed-headers}</c>, <c>{headers:x-ms-*}</c> for all whose name begins so. Names are in lower case and in the order
/// of their bytes. A header that occurs twice is refused, and so is a listed one that isn't there or is listed twice.
/// </summary>
public sealed class HeaderSet
{
    /// <summary>The most headers of a set.</summary>
    internal const int MaxHeaders = 64;

    /// <summary>What stands between a name and its value; <c>:</c> by default. Null writes the values alone.</summary>
    public string? Pair { get; init; } = ":";

    /// <summary>What stands between two headers; a line feed by default.</summary>
    public string Joiner { get; init; } = "\n";

    /// <summary>Whether the joiner also stands behind the last header; false by default.</summary>
    public bool EndsWithJoiner { get; init; }

    /// <summary>Whether runs of blanks within a value count as one; false by default. Blanks around a value never count.</summary>
    public bool CollapsesBlanks { get; init; }

    /// <summary>Whether values are written in lower case; false by default.</summary>
    public bool ValuesInLowerCase { get; init; }

    /// <summary>Whether values, and names, are percent-encoded; false by default.</summary>
    public bool IsPercentEncoded { get; init; }

    /// <summary>Whether listed headers are written in the order of the list; false by default: the list must be in the order of its bytes.</summary>
    public bool InListedOrder { get; init; }

    /// <summary>What stands between the names of the list; <c>;</c> by default.</summary>
    public char ListSeparator { get; init; } = ';';

    /// <summary>
    /// The least that a request must list, in lower case. A request that lists less is refused: without this, anyone who signs
    /// could leave out what the signature is there for. A signer lists these, and those of <c>SigningValues.HeadersToSign</c>.
    /// </summary>
    public IReadOnlyList<string> AtLeast { get; init; } = [];

    /// <summary>
    /// Headers that are signed without being listed, if the request has them: names in lower case, and prefixes with a star, such as
    /// <c>["content-type", "x-oss-*"]</c>. They stand among the listed ones, in the order of their bytes.
    /// </summary>
    public IReadOnlyList<string> Implied { get; init; } = [];

    /// <summary>
    /// What a signer lists besides where the request has it and <c>SigningValues.HeadersToSign</c> names nothing, in lower case; a
    /// name that ends with <c>*</c> stands for all that begin so. A verifier doesn't demand it.
    /// </summary>
    public IReadOnlyList<string> WherePresent { get; init; } = [];

    /// <summary>
    /// Names in the list that stand for something else than a header, each with the template of its line, such as
    /// <c>["(request-target)"] = "(request-target): {method:lower} {target}"</c>.
    /// </summary>
    public IDictionary<string, string> Components { get; } = new OrderedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether a header is signed without being listed.</summary>
    internal bool IsImplied(string name) => Implied.Any(implied => implied.EndsWith('*')
        ? name.StartsWith(implied.AsSpan(0, implied.Length - 1), StringComparison.OrdinalIgnoreCase)
        : name.Equals(implied, StringComparison.OrdinalIgnoreCase));
}
