using System.Runtime.InteropServices;

namespace HmacKit;

/// <summary>
/// A compiled signature scheme: immutable, safe to share, one for the whole program. Signing and verifying run the
/// same plan, so they can't drift apart.
/// </summary>
public sealed class SignatureScheme
{
    private readonly SchemeHeader[] _headers;
    private readonly int _signatureHeader;

    internal SignatureScheme(SchemeDefinition definition, MessagePlan plan, SchemeHeader[] headers, SignedParts covers, bool isUnambiguous)
    {
        Name = definition.Name;
        Message = definition.Message;
        Algorithm = definition.Algorithm;
        SecretFormat = definition.SecretFormat;
        Freshness = definition.Freshness;
        Replay = definition.Replay;
        SignsWithAllKeys = definition.SignsWithAllKeys;
        AmbiguousBecause = isUnambiguous ? null : definition.AmbiguousBecause;
        Documentation = definition.Documentation;
        Covers = covers;
        Plan = plan;
        _headers = headers;
        _signatureHeader = Array.FindIndex(headers, static header => header.Grammar.Fields.Contains(ClaimField.Signature));
        Carries = headers.SelectMany(static header => header.Grammar.Fields).ToHashSet();
        HasKeyId = Carries.Contains(ClaimField.KeyId);
    }

    /// <summary>The scheme's name.</summary>
    public string Name { get; }

    /// <summary>The template of the message that is signed.</summary>
    public string Message { get; }

    /// <summary>The headers, in the order in which a signer sets them.</summary>
    public IReadOnlyList<SchemeHeader> Headers => ImmutableCollectionsMarshal.AsImmutableArray(_headers);

    /// <summary>The algorithm.</summary>
    public HmacAlgorithm Algorithm { get; }

    /// <summary>How the vendor writes secrets.</summary>
    public KeyFormat SecretFormat { get; }

    /// <summary>The time window; null if the scheme signs no time.</summary>
    public FreshnessRule? Freshness { get; }

    /// <summary>What must not be seen twice.</summary>
    public ReplayRule Replay { get; }

    /// <summary>Whether a signer sends a signature for each key of the ring that is accepted, the primary one's first.</summary>
    public bool SignsWithAllKeys { get; }

    /// <summary>Why the layout is allowed to be ambiguous; null if it isn't.</summary>
    public string? AmbiguousBecause { get; }

    /// <summary>What the signature covers.</summary>
    public SignedParts Covers { get; }

    /// <summary>Whether requests name their key; where they don't, there is one ring, with an empty id.</summary>
    public bool HasKeyId { get; }

    /// <summary>Where the vendor documents the scheme.</summary>
    public Uri? Documentation { get; }

    internal MessagePlan Plan { get; }

    internal HashSet<ClaimField> Carries { get; }

    internal ReadOnlySpan<SchemeHeader> HeaderSpan => _headers;

    /// <summary>The grammar of the header that carries the signature.</summary>
    internal HeaderGrammar SignatureGrammar => _headers[_signatureHeader].Grammar;

    internal TimestampFormat TimestampFormat => Freshness?.Format ?? default;

    /// <summary>Checks a definition and makes a scheme of it.</summary>
    /// <param name="definition">The definition; changing it later has no effect on the scheme.</param>
    /// <exception cref="SchemeDefinitionException">The definition has faults; all of them are listed.</exception>
    public static SignatureScheme Compile(SchemeDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return SchemeCompiler.Compile(definition);
    }

    /// <summary>Imports a secret of this scheme: with its algorithm, in its format.</summary>
    /// <param name="secret">The secret as the vendor shows it, to the letter.</param>
    /// <param name="label">A name of your own for logs and results.</param>
    /// <exception cref="ArgumentException">The secret isn't of the format, is empty or blank, or has fewer than 16 bytes after decoding.</exception>
    public HmacKey ImportKey(ReadOnlySpan<char> secret, string? label = null) => HmacKey.Import(Algorithm, SecretFormat, secret, label);

    /// <summary>Returns <see cref="Name"/>.</summary>
    public override string ToString() => Name;
}
