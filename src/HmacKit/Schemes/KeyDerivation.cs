using System.Security.Cryptography;

namespace HmacKit;

/// <summary>
/// How the key of a signature comes from the secret, step by step: <c>KeyDerivation.FromSecret.WithPrefix("AWS4").Hmac("{date}").Hmac("{region}")</c>.
/// A step's text is a template with the parts of a message. What was derived for one scope is kept with its key once a
/// signature has proven it, up to 8 scopes a key; a stranger can't fill that memory.
/// </summary>
public sealed class KeyDerivation
{
    private KeyDerivation(IReadOnlyList<Step> steps) => Steps = steps;

    internal enum StepKind
    {
        Prefix,
        Suffix,
        Hash,
        Hmac,
        HmacUnder,
        AsText,
        Percent,
    }

    /// <summary>The secret as it is; add steps to it.</summary>
    public static KeyDerivation FromSecret { get; } = new([]);

    internal IReadOnlyList<Step> Steps { get; }

    /// <summary>Text before the key so far.</summary>
    /// <param name="template">The text.</param>
    public KeyDerivation WithPrefix(string template) => With(new(StepKind.Prefix, template));

    /// <summary>Text behind the key so far, such as <c>&amp;</c> or <c>&amp;{token-secret:encoded}</c>.</summary>
    /// <param name="template">The text.</param>
    public KeyDerivation WithSuffix(string template) => With(new(StepKind.Suffix, template));

    /// <summary>The plain SHA-256 of the key so far.</summary>
    public KeyDerivation Sha256() => With(new(StepKind.Hash, "") { Hash = HashAlgorithmName.SHA256 });

    /// <summary>The plain SHA-1 of the key so far: only for a vendor that derives it so.</summary>
    public KeyDerivation Sha1ForLegacyUseOnly() => With(new(StepKind.Hash, "") { Hash = HashAlgorithmName.SHA1 });

    /// <summary>The MAC of a text under the key so far, with the scheme's algorithm.</summary>
    /// <param name="template">The text.</param>
    public KeyDerivation Hmac(string template) => With(new(StepKind.Hmac, template));

    /// <summary>The MAC of the key so far under a text, with the scheme's algorithm: the other way round.</summary>
    /// <param name="template">The text that is the key.</param>
    public KeyDerivation HmacUnder(string template) => With(new(StepKind.HmacUnder, template));

    /// <summary>The key so far as text: the characters are the key.</summary>
    /// <param name="encoding">How the text is written.</param>
    public KeyDerivation AsText(TagEncoding encoding) => With(new(StepKind.AsText, "") { Encoding = encoding });

    /// <summary>The key so far, percent-encoded (RFC 3986 section 2.1), as OAuth 1.0 joins secrets.</summary>
    public KeyDerivation PercentEncoded() => With(new(StepKind.Percent, ""));

    /// <summary>The derivation with these steps.</summary>
    internal static KeyDerivation Of(IEnumerable<Step> steps) => new([.. steps]);

    private KeyDerivation With(Step step)
    {
        ArgumentNullException.ThrowIfNull(step.Template);
        return new([.. Steps, step]);
    }

    internal readonly record struct Step(StepKind Kind, string Template)
    {
        public HashAlgorithmName Hash { get; init; }

        public TagEncoding Encoding { get; init; }
    }
}
