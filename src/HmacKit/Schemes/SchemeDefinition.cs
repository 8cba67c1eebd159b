namespace HmacKit;

/// <summary>
/// A signature scheme as the vendor's documentation puts it. Fill it in and give it to
/// <see cref="SignatureScheme.Compile"/>, which checks all of it.
/// </summary>
public sealed class SchemeDefinition
{
    /// <summary>The scheme's name: lower-case letters, digits and hyphens, such as <c>my-api</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>
    /// The message that is signed, as a template. Parts: <c>{timestamp}</c>, <c>{id}</c>, <c>{nonce}</c> and
    /// <c>{keyid}</c> (as the headers carry them), <c>{method}</c> (in upper case), <c>{target}</c> (path and query as
    /// on the wire), <c>{path}</c>, <c>{query}</c> (without the <c>?</c>), <c>{query:sorted-json}</c>,
    /// <c>{header:NAME}</c>, <c>{body}</c>, <c>{body:sha256:hex}</c> (also sha384 and sha512, base64 and base64url),
    /// and those of <see cref="CustomParts"/>. <c>{{</c> and <c>}}</c> are braces.
    /// </summary>
    public string Message { get; set; } = "";

    /// <summary>The headers that carry the signature and what it needs, in the order in which a signer sets them.</summary>
    public OrderedDictionary<string, HeaderFormat> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The algorithm; HMAC-SHA256 by default.</summary>
    public HmacAlgorithm Algorithm { get; set; } = HmacAlgorithm.Sha256;

    /// <summary>How the vendor writes secrets; <see cref="KeyFormat.Text"/> by default.</summary>
    public KeyFormat SecretFormat { get; set; } = KeyFormat.Text;

    /// <summary>The time window; null (the default) only if the scheme signs no time.</summary>
    public FreshnessRule? Freshness { get; set; }

    /// <summary>What must not be seen twice; <see cref="ReplayRule.None"/> by default.</summary>
    public ReplayRule Replay { get; set; }

    /// <summary>
    /// True if the signature's header may carry several signatures, so that a signer sends one for each key that is
    /// accepted at the signing time: receivers with the old secret and receivers with the new one both accept the
    /// request while a secret is rotated. False by default: the primary key alone signs.
    /// </summary>
    /// <remarks>
    /// The header is one of <see cref="HeaderFormat.Fields"/> or <see cref="HeaderFormat.List"/>. The primary key's
    /// signature comes first, the others follow in the order of the ring; after <see cref="KeyRing.Rotate"/> the oldest is last.
    /// </remarks>
    public bool SignsWithAllKeys { get; set; }

    /// <summary>
    /// Why the layout is allowed to be ambiguous, if the vendor joins parts without a delimiter. Null (the default)
    /// means that it isn't, and <see cref="SignatureScheme.Compile"/> proves it.
    /// </summary>
    public string? AmbiguousBecause { get; set; }

    /// <summary>Parts of your own, by the name that <see cref="Message"/> uses for them.</summary>
    public Dictionary<string, MessagePart> CustomParts { get; } = new(StringComparer.Ordinal);

    /// <summary>Where the vendor documents the scheme; for the docs page.</summary>
    public Uri? Documentation { get; set; }
}
