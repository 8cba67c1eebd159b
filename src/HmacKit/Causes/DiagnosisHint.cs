namespace HmacKit;

/// <summary>
/// What speaks for a cause that can't be proven, because something that was signed is lost. A hint may be wrong;
/// a <see cref="DiagnosisCause"/> can't. The list is fixed; <c>docs/troubleshooting.md</c> has it.
/// </summary>
public sealed class DiagnosisHint
{
    internal static readonly DiagnosisHint HeaderRelative = new(
        "header_relative",
        "A header that the scheme needs isn't there, but one of a related name is.",
        "Check that the scheme is the sender's; the sender may use an older, a newer or another vendor's version of its headers.");

    internal static readonly DiagnosisHint BodyReadBefore = new(
        "body_read_before",
        "The body is empty or shorter than the request says: something read it before the verification.",
        "Put the verification before everything that reads the body, or have the body buffered and rewound.");

    internal static readonly DiagnosisHint BodyLength = new(
        "body_length",
        "The body is longer than Content-Length says.",
        "Verify the bytes as they came over the wire; an editor, a proxy or a decoder has changed these.");

    internal static readonly DiagnosisHint BodyLossy = new(
        "body_lossy",
        "The body has signs that stand for lost characters: U+FFFD, or ? where another character is likelier.",
        "Verify the bytes as they came, before anything decodes them as text; what is lost can't be found again.");

    internal static readonly DiagnosisHint BodyNotUtf8 = new(
        "body_not_utf8",
        "The body is text, but not in UTF-8.",
        "Verify the bytes as they came; a body that was decoded and encoded again in one byte a character has lost what was signed.");

    internal static readonly DiagnosisHint BodyCutOff = new(
        "body_cut_off",
        "The body begins as JSON and isn't: it is cut off, or was changed.",
        "Look for a limit on the body's length in a proxy, a log or a field of a database.");

    internal static readonly DiagnosisHint BodyRewritten = new(
        "body_rewritten",
        "The body is JSON, and may have been parsed and written again.",
        "Verify the raw body; nulls, unknown members, digits of numbers and escapes that a parser drops can't be found again.");

    internal static readonly DiagnosisHint FormRewritten = new(
        "form_rewritten",
        "The body is a form, and may have been parsed and written again.",
        "Verify the raw body; empty fields, repeated names and an order that a parser drops can't be found again.");

    private DiagnosisHint(string name, string meaning, string advice)
    {
        Name = name;
        Meaning = meaning;
        Advice = advice;
    }

    /// <summary>All hints, in the order in which they are looked for.</summary>
    public static IReadOnlyList<DiagnosisHint> All { get; } = [HeaderRelative, BodyReadBefore, BodyLength, BodyLossy, BodyNotUtf8, BodyCutOff, BodyRewritten, FormRewritten];

    /// <summary>The name in snake case, such as <c>body_lossy</c>.</summary>
    public string Name { get; }

    /// <summary>What may have happened, in one sentence.</summary>
    public string Meaning { get; }

    /// <summary>What to look at, in one sentence.</summary>
    public string Advice { get; }

    /// <summary>The hint of a name; null if there is none.</summary>
    /// <param name="name">The name, compared exactly.</param>
    public static DiagnosisHint? Find(string name) => All.FirstOrDefault(hint => string.Equals(hint.Name, name, StringComparison.Ordinal));

    /// <summary>Returns <see cref="Name"/>.</summary>
    public override string ToString() => Name;
}
