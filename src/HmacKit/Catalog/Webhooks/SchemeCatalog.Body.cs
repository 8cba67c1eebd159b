namespace HmacKit;

public static partial class SchemeCatalog
{
    /// <summary>
    /// Plain webhooks: the body alone, as lower-case hex in <c>X-Signature</c>. Many providers sign nothing else; <see
    /// cref="BodyIn"/> takes another header name.
    /// </summary>
    public static SignatureScheme Body => field ??= BodyIn("X-Signature");

    /// <summary><see cref="Body"/> with the signature in a header of another name.</summary>
    /// <param name="headerName">The header's name, such as <c>X-Acme-Signature</c>.</param>
    /// <exception cref="SchemeDefinitionException">This isn't a header name.</exception>
    public static SignatureScheme BodyIn(string headerName) => SignatureScheme.Compile(new()
    {
        Name = "body",
        Message = "{body}",
        Headers =
        {
            [headerName] = HeaderFormat.Text("{signature:hex}"),
        },
    });
}
