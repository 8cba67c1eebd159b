namespace HmacKit;

/// <summary>
/// How a header is written, as a template. Placeholders: <c>{keyid}</c>, <c>{timestamp}</c>, <c>{id}</c>,
/// <c>{nonce}</c>, and <c>{signature:hex}</c>, <c>{signature:base64}</c> or <c>{signature:base64url}</c>;
/// <c>{{</c> and <c>}}</c> are braces. A value that occurs in several headers must be the same in all of them.
/// </summary>
public sealed class HeaderFormat
{
    private HeaderFormat(string template, char? separator, bool isList)
    {
        ArgumentNullException.ThrowIfNull(template);
        Template = template;
        Separator = separator;
        IsList = isList;
    }

    /// <summary>The template as it was given.</summary>
    public string Template { get; }

    internal char? Separator { get; }

    internal bool IsList { get; }

    /// <summary>The whole value in a fixed order, for example <c>sha256={signature:hex}</c>.</summary>
    /// <param name="template">Fixed text and placeholders; between two placeholders stands some text.</param>
    public static HeaderFormat Text(string template) => new(template, separator: null, isList: false);

    /// <summary>
    /// Named fields in any order, for example <c>t={timestamp},v1={signature:hex}</c>. Fields with other names are
    /// skipped, blanks around a field too. The signature's field may occur up to 16 times, and any of them may match.
    /// </summary>
    /// <param name="template">The fields with the separator between them; each is fixed text and one placeholder.</param>
    /// <param name="separator">What stands between fields.</param>
    public static HeaderFormat Fields(string template, char separator = ',') => new(template, separator, isList: false);

    /// <summary>
    /// A list of signatures of one kind, for example <c>v1,{signature:base64}</c> separated by blanks. Items that don't
    /// begin with the template's fixed text are skipped; up to 16 are tried.
    /// </summary>
    /// <param name="template">One item: fixed text and one placeholder.</param>
    /// <param name="separator">What stands between items.</param>
    public static HeaderFormat List(string template, char separator = ' ') => new(template, separator, isList: true);

    /// <summary>The template, and how often it may occur.</summary>
    public override string ToString() => IsList ? $"{Template} (list, separated by '{Separator}')" : Template;
}
