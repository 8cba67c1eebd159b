namespace HmacKit;

/// <summary>
/// A digest that the request carries and that must fit what it came with, checked after the signature and before success.
/// It binds the body where the message signs only the header or parameter that holds the digest.
/// </summary>
public sealed class DigestRule
{
    private DigestRule(string template, bool isRequired, bool exceptForms = false, bool exceptEmpty = false)
    {
        ArgumentNullException.ThrowIfNull(template);
        Template = template;
        IsRequired = isRequired;
        ExceptForms = exceptForms;
        ExceptEmpty = exceptEmpty || exceptForms;
    }

    /// <summary>Whether a body that is a form needs none.</summary>
    internal bool ExceptForms { get; }

    /// <summary>Whether a request without a body needs none.</summary>
    internal bool ExceptEmpty { get; }

    /// <summary>What must be carried, as a template with the parts of a message, such as <c>{body:sha256:base64}</c> or <c>sha-256=:{body:sha256:base64}:</c>. Also <c>legacy-sha1</c> and, here alone, <c>legacy-md5</c>.</summary>
    public string Template { get; }

    /// <summary>Whether a request without it is refused.</summary>
    public bool IsRequired { get; }

    /// <summary>A digest that must be there. A signer sets it, if it is in a header or a value of the scheme's own.</summary>
    /// <param name="template">What must be carried.</param>
    public static DigestRule Required(string template) => new(template, isRequired: true);

    /// <summary>A digest that must be there if the request has a body.</summary>
    /// <param name="template">What must be carried.</param>
    public static DigestRule RequiredWithBody(string template) => new(template, isRequired: true, exceptEmpty: true);

    /// <summary>A digest that must be there, except with a form or without a body: where the message signs the form's fields.</summary>
    /// <param name="template">What must be carried.</param>
    public static DigestRule RequiredUnlessForm(string template) => new(template, isRequired: true, exceptForms: true);

    /// <summary>A digest that counts only where it is there.</summary>
    /// <param name="template">What must be carried.</param>
    public static DigestRule IfCarried(string template) => new(template, isRequired: false);
}
