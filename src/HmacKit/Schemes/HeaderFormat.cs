namespace HmacKit;

/// <summary>
/// How a header, or whatever else carries it, is written, as a template. Placeholders: <c>{keyid}</c>, <c>{timestamp}</c>,
/// <c>{id}</c>, <c>{nonce}</c>, <c>{date}</c> and <c>{date:dashed}</c> (the day of the timestamp), <c>{expires}</c>,
/// <c>{signed-headers}</c>, the names of <see cref="SchemeDefinition.Values"/>, <c>{signature:hex}</c> (also
/// <c>hex-upper</c>, <c>base64</c>, <c>base64url</c>, <c>base64url-padded</c>), and <c>{token}</c> for a scheme without a
/// MAC; <c>{{</c> and <c>}}</c> are braces. A value that occurs in several places must be the same in all of them.
/// </summary>
public sealed class HeaderFormat
{
    private HeaderFormat(string template)
    {
        ArgumentNullException.ThrowIfNull(template);
        Template = template;
    }

    private enum Wrapping
    {
        None,
        Base64,
        Base64Url,
    }

    /// <summary>The template as it was given.</summary>
    public string Template { get; }

    /// <summary>Whether a request may leave it out.</summary>
    public bool IsOptional { get; private init; }

    internal char? Separator { get; private init; }

    internal bool IsList { get; private init; }

    internal bool IsParameters { get; private init; }

    /// <summary>What stands before the base64, or null where nothing is wrapped.</summary>
    internal string? Wrapper { get; private init; }

    internal bool IsWrappedInBase64Url => Wrap == Wrapping.Base64Url;

    /// <summary>The token and blank that a value of <c>Authorization</c> begins with, as an auth scheme's name does; null where it begins otherwise.</summary>
    internal string? AuthenticationScheme
    {
        get
        {
            string text = Wrapper ?? Template;
            int end = text.IndexOf(' ', StringComparison.Ordinal);
            return end > 0 && HttpToken.IsValid(text.AsSpan(0, end)) ? text[..end] : null;
        }
    }

    private Wrapping Wrap { get; init; }

    /// <summary>
    /// The whole value in a fixed order, for example <c>sha256={signature:hex}</c> or <c>AWS {keyid}:{signature:base64}</c>.
    /// Without a placeholder it is a text that must be there, such as a version.
    /// </summary>
    /// <param name="template">Fixed text and placeholders; between two placeholders stands some text.</param>
    public static HeaderFormat Text(string template) => new(template);

    /// <summary>
    /// Named fields in any order, for example <c>t={timestamp},v1={signature:hex}</c>. Fields with other names are
    /// skipped, blanks around a field too. The signature's field may occur up to 16 times, and any of them may match.
    /// </summary>
    /// <param name="template">The fields with the separator between them; each is fixed text and one placeholder. It is written to the letter, with its blanks.</param>
    /// <param name="separator">What stands between fields.</param>
    public static HeaderFormat Fields(string template, char separator = ',') => new(template) { Separator = separator };

    /// <summary>
    /// A list of signatures of one kind, for example <c>v1,{signature:base64}</c> separated by blanks, or a bare
    /// <c>{signature:base64}</c> separated by commas. Items that don't begin with the template's fixed text are skipped; up
    /// to 16 are tried.
    /// </summary>
    /// <param name="template">One item: fixed text, if there is any, and one placeholder.</param>
    /// <param name="separator">What stands between items.</param>
    public static HeaderFormat List(string template, char separator = ' ') => new(template) { Separator = separator, IsList = true };

    /// <summary>
    /// Named parameters in any order, plain or in double quotes, behind the name of an authentication scheme if the template
    /// has one (RFC 9110 section 11.4): <c>Hawk id="{keyid}", ts="{timestamp}", mac="{signature:base64}"</c>. A parameter's
    /// value may have several placeholders, as in <c>Credential={keyid}/{date}/eu-1</c>; one in brackets may be left out:
    /// <c>[, ext="{ext}"]</c>. Other parameters are skipped; one that occurs twice is refused, and so is a value with a backslash.
    /// </summary>
    /// <param name="template">The parameters with the separator between them. It is written to the letter, with its quotes and blanks.</param>
    /// <param name="separator">What stands between parameters.</param>
    public static HeaderFormat Parameters(string template, char separator = ',') => new(template) { Separator = separator, IsParameters = true };

    /// <summary>The same, all of it encoded in base64 with padding: <c>Text("{keyid}:{signature:hex}").InBase64("Basic ")</c>.</summary>
    /// <param name="prefix">The fixed text before the base64; nothing by default.</param>
    public HeaderFormat InBase64(string prefix = "") => Copy(prefix ?? "", Wrapping.Base64, IsOptional);

    /// <summary>The same, all of it encoded in base64url without padding.</summary>
    /// <param name="prefix">The fixed text before the base64url; nothing by default.</param>
    public HeaderFormat InBase64Url(string prefix = "") => Copy(prefix ?? "", Wrapping.Base64Url, IsOptional);

    /// <summary>
    /// The same, where a request may leave it out. Of several carriers of a signature that are all optional, at least one
    /// must be there and any may match: rotation by header. A time can't be optional.
    /// </summary>
    public HeaderFormat Optional() => Copy(Wrapper, Wrap, isOptional: true);

    /// <summary>The template, and how often it may occur.</summary>
    public override string ToString()
    {
        string text = IsList ? $"{Template} (list, separated by '{Separator}')"
            : IsParameters ? $"{Template} (parameters in any order)"
            : Template;
        text = Wrapper is null ? text : $"{Wrapper}{(IsWrappedInBase64Url ? "base64url" : "base64")}({text})";
        return IsOptional ? text + " (optional)" : text;
    }

    private HeaderFormat Copy(string? wrapper, Wrapping wrap, bool isOptional) => new(Template)
    {
        Separator = Separator,
        IsList = IsList,
        IsParameters = IsParameters,
        Wrapper = wrapper,
        Wrap = wrap,
        IsOptional = isOptional,
    };
}
