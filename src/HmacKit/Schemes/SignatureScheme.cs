using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace HmacKit;

/// <summary>
/// A compiled signature scheme: immutable, safe to share, one for the whole program. Signing and verifying run the
/// same plan, so they can't drift apart.
/// </summary>
public sealed class SignatureScheme
{
    private readonly SchemeDefinition _definition;
    private readonly SchemeCarrier[] _carriers;
    private readonly SchemeCarrier[] _headers;
    private ConcurrentDictionary<string, SignatureScheme?>? _variants;

    internal SignatureScheme(
        SchemeDefinition definition,
        ClaimNames names,
        MessagePlan plan,
        SchemeCarrier[] carriers,
        KeyPlan? derivation,
        DigestCheck[] digests,
        SignedParts covers,
        bool isUnambiguous)
    {
        _definition = definition;
        _carriers = carriers;
        _headers = [.. carriers.Where(static carrier => carrier.Kind == CarrierKind.Header)];
        AuthenticationScheme = _headers.FirstOrDefault(static header => header.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))?.Format.AuthenticationScheme ?? "HMAC";
        Name = definition.Name;
        Message = definition.Message;
        Algorithm = definition.Algorithm;
        SecretFormat = definition.SecretFormat;
        Freshness = definition.Freshness;
        Expiry = definition.Expiry;
        Replay = definition.Replay;
        EventIdentity = definition.EventIdentity ?? IdentityBy(definition.Replay);
        EventType = definition.EventType;
        Handshake = definition.Handshake;
        SignsWithAllKeys = definition.SignsWithAllKeys;
        AmbiguousBecause = isUnambiguous ? null : definition.AmbiguousBecause;
        Documentation = definition.Documentation;
        Covers = covers;
        Names = names;
        Code = definition.Code;
        PublicKey = definition.PublicKey;
        Plan = plan;
        Derivation = derivation;
        Digests = digests;
        AnswersTo = definition.AnswersTo;
        ClockHint = definition.ClockHint;
        CarriesItself = SchemeCarrier.FieldsOf(carriers);
        Carries = CarriesItself | AnsweredClaim.FieldsOf(definition, names);
        HasKeyId = Carries.Contains(ClaimField.KeyId);
        Context = new MessageContext(
            TimestampFormat,
            Carries.Contains(ClaimField.Timestamp),
            [.. names.Own],
            names.Configured,
            plan);
        IsToken = Carries.Contains(ClaimField.Token);
        TagSize = IsToken ? TokenDigest.Size : definition.TruncatedTagBytes ?? definition.Algorithm.TagSize;
        TagSize = PublicKey is null ? TagSize : Math.Min(PublicKey.MaxSignatureSize, TagText.MaxTagSize);
        IsPlainMac = derivation is null && !IsToken && PublicKey is null;
        FirstSignature = carriers.First(static carrier => carrier.HasSignature);
        IsPlain = !Carries.HasAnyFrom(ClaimField.Expires, ClaimField.Signature);
        JsonPointer[] pointers = [.. carriers.Select(static carrier => carrier.Pointer).OfType<JsonPointer>()];
        JsonCarriers = pointers.Length == 0 ? null : JsonPointers.Of(pointers);
        CarriesInBody = carriers.Any(static carrier => carrier.IsInBody) || Code is { ReadsBody: true };
        MissingValues = [.. names.Unbound];
        ReadsHeaders = CarriesInBody || Code is not null || digests.Length > 0 || carriers.Length > _headers.Length
            || covers.HasFlag(SignedParts.Headers) || definition.CustomParts.Count > 0;
        NeedsOrigin = covers.HasFlag(SignedParts.Origin);
    }

    /// <summary>The scheme's name.</summary>
    public string Name { get; }

    /// <summary>Other names under which it is known; another scheme may have the same.</summary>
    public IReadOnlyList<string> OtherNames => _definition.OtherNames;

    /// <summary>The template of the message that is signed.</summary>
    public string Message { get; }

    /// <summary>All that carries the signature and what it needs, in the order in which a signer sets it.</summary>
    public IReadOnlyList<SchemeCarrier> Carriers => ImmutableCollectionsMarshal.AsImmutableArray(_carriers);

    /// <summary>Those of <see cref="Carriers"/> that are headers.</summary>
    public IReadOnlyList<SchemeCarrier> Headers => ImmutableCollectionsMarshal.AsImmutableArray(_headers);

    /// <summary>
    /// The name with which a server asks for a signature of this scheme in <c>WWW-Authenticate</c> (RFC 9110 section 11.1): the one that its <c>Authorization</c> begins with, such as
    /// <c>Hawk</c> or <c>AWS4-HMAC-SHA256</c>, and <c>HMAC</c> for a scheme that has none.
    /// </summary>
    public string AuthenticationScheme { get; }

    /// <summary>The messages within the message, by name.</summary>
    public IReadOnlyDictionary<string, string> Parts => _definition.Parts;

    /// <summary>The values of the scheme's own, by name.</summary>
    public IReadOnlyDictionary<string, SchemeValue> Values => _definition.Values;

    /// <summary>The configured values that <see cref="With"/> must still set before the scheme can be used; empty for most schemes.</summary>
    public IReadOnlyList<string> MissingValues { get; }

    /// <summary>Whether there is no MAC at all: the request carries the secret itself, which is compared in constant time. It proves nothing of the request.</summary>
    public bool IsToken { get; }

    /// <summary>Whether scheme, host or port are signed, so that the sender's <see cref="RequestSource.Origin"/> must be known.</summary>
    public bool NeedsOrigin { get; }

    /// <summary>The algorithm.</summary>
    public HmacAlgorithm Algorithm { get; }

    /// <summary>Whether a <see cref="SchemeCode"/> does some of the steps.</summary>
    public bool HasCode => Code is not null;

    /// <summary>The scheme of the requests whose answers this signs; null if it signs requests.</summary>
    public SignatureScheme? AnswersTo { get; }

    /// <summary>The scheme of what a server says of its clock to whom signed with a time outside the window; null if it says nothing.</summary>
    public SignatureScheme? ClockHint { get; }

    /// <summary>The algorithm with a pair of keys that takes the place of HMAC; null for HMAC.</summary>
    public PublicKeyAlgorithm? PublicKey { get; }

    /// <summary>How the vendor writes secrets.</summary>
    public KeyFormat SecretFormat { get; }

    /// <summary>The time window; null if the scheme signs no time.</summary>
    public FreshnessRule? Freshness { get; }

    /// <summary>When a signature ends, if the request says so; null if it doesn't.</summary>
    public ExpiryRule? Expiry { get; }

    /// <summary>What must not be seen twice.</summary>
    public ReplayRule Replay { get; }

    /// <summary>What tells a webhook's event from all others; null if nothing does.</summary>
    public EventField? EventIdentity { get; }

    /// <summary>Where the type of a webhook's event is; null if it has none.</summary>
    public EventField? EventType { get; }

    /// <summary>How the vendor makes sure of a webhook endpoint; null if it doesn't.</summary>
    public Handshake? Handshake { get; }

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

    internal ClaimNames Names { get; }

    internal MessageContext Context { get; }

    internal MessagePlan Plan { get; }

    internal KeyPlan? Derivation { get; }

    internal SchemeCode? Code { get; }

    internal DigestCheck[] Digests { get; }

    /// <summary>What a message says of itself, and, for an answer, what its request has said for it.</summary>
    internal ClaimFields Carries { get; }

    /// <summary>The same without what an answer has from its request.</summary>
    internal ClaimFields CarriesItself { get; }

    /// <summary>Whether the body has to be read before it is known what the request claims.</summary>
    internal bool CarriesInBody { get; }

    /// <summary>The JSON members that carry something, which are found together; null where there is none, or one holds another.</summary>
    internal JsonPointers? JsonCarriers { get; }

    /// <summary>Whether a message depends on what a signer is about to set.</summary>
    internal bool ReadsHeaders { get; }

    /// <summary>How many bytes a signature has.</summary>
    internal int TagSize { get; }

    /// <summary>Whether the tag is the MAC of the message under the secret itself.</summary>
    internal bool IsPlainMac { get; }

    /// <summary>Whether a signer has only time, id, nonce and key id to write.</summary>
    internal bool IsPlain { get; }

    /// <summary>The first carrier that has the signature; a signer leaves other optional ones out.</summary>
    internal SchemeCarrier FirstSignature { get; }

    internal HeaderSet HeaderSet => _definition.SignedHeaderSet;

    /// <summary>The steps from the secret to the key; null if there are none.</summary>
    internal IReadOnlyList<KeyDerivation.Step>? KeySteps => _definition.KeyDerivation?.Steps;

    internal ReadOnlySpan<SchemeCarrier> CarrierSpan => _carriers;

    /// <summary>The grammar of the first carrier that has the signature.</summary>
    internal HeaderGrammar SignatureGrammar => FirstSignature.Grammar;

    internal TimestampFormat TimestampFormat => Freshness?.Format ?? default;

    /// <summary>Checks a definition and makes a scheme of it.</summary>
    /// <param name="definition">The definition; changing it later has no effect on the scheme.</param>
    /// <exception cref="SchemeDefinitionException">The definition has faults; all of them are listed.</exception>
    public static SignatureScheme Compile(SchemeDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return SchemeCompiler.Compile(definition);
    }

    /// <summary>The same scheme with a configured value set: <c>SchemeCatalog.Square.With("notification-url", "https://\u2026")</c>.</summary>
    /// <param name="name">A name of <see cref="Values"/> that is configured.</param>
    /// <param name="text">Its text.</param>
    /// <exception cref="ArgumentException">The scheme has no configured value of this name.</exception>
    /// <exception cref="SchemeDefinitionException">The text can't stand where the scheme writes it.</exception>
    public SignatureScheme With(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!Values.TryGetValue(name, out SchemeValue? value) || !value.IsConfigured)
        {
            string known = string.Join(", ", Values.Where(static pair => pair.Value.IsConfigured).Select(static pair => pair.Key));
            throw new ArgumentException($"Scheme '{Name}' has no configured value '{name}'; it has {(known.Length == 0 ? "none" : known)}.", nameof(name));
        }

        SchemeDefinition definition = _definition.Copy();
        definition.Bound[name] = text;
        return SchemeCompiler.Compile(definition);
    }

    /// <summary>A scheme that is like this one but for one thing, for the diagnosis; kept under its name, as it is asked for often. Null if there can't be one.</summary>
    internal SignatureScheme? Variant(string what, Action<SchemeDefinition> change)
    {
        const int maxVariants = 64;
        ConcurrentDictionary<string, SignatureScheme?> variants = LazyInitializer.EnsureInitialized(ref _variants, static () => new(StringComparer.Ordinal));
        if (variants.TryGetValue(what, out SignatureScheme? known))
        {
            return known;
        }

        SchemeDefinition definition = _definition.Copy();
        definition.AmbiguousBecause ??= "it is a slip of somebody's.";
        change(definition);
        SignatureScheme? variant;
        try
        {
            variant = SchemeCompiler.Compile(definition);
        }
        catch (SchemeDefinitionException)
        {
            variant = null;
        }

        if (variants.Count < maxVariants)
        {
            variants.TryAdd(what, variant);
        }

        return variant;
    }

    /// <summary>What a server sends in <c>Accept-Signature</c> (RFC 9421 section 5.1) to ask for a signature of this scheme; null if its messages don't say what they cover.</summary>
    public string? AcceptSignature => Code?.AcceptSignature;

    /// <summary>What a server asks for in <c>Accept-Signature</c> beside the least that the scheme covers anyway, for <c>SigningValues.HeadersToSign</c>.</summary>
    /// <param name="acceptSignature">The header's value.</param>
    /// <returns>The components, none where the least is all that is asked for; null if the header can't be read, or asks for another algorithm or tag only, or the scheme's messages don't say what they cover.</returns>
    public IReadOnlyList<string>? FindAccepted(string acceptSignature)
    {
        ArgumentNullException.ThrowIfNull(acceptSignature);
        return Code?.FindAccepted(acceptSignature);
    }

    /// <summary>Imports a secret of this scheme: with its algorithm, in its format.</summary>
    /// <param name="secret">The secret as the vendor shows it, to the letter.</param>
    /// <param name="label">A name of your own for logs and results.</param>
    /// <exception cref="ArgumentException">The secret isn't of the format, is empty or blank, or has fewer than 16 bytes after decoding.</exception>
    public HmacKey ImportKey(ReadOnlySpan<char> secret, string? label = null) => Marked(HmacKey.Import(Algorithm, SecretFormat, secret, label));

    /// <summary>Whether a key is for this scheme's algorithm. One that is half of a pair never makes a MAC: everybody may have it.</summary>
    internal bool Takes(HmacKey key) => key.Algorithm == Algorithm && (!key.IsOfPair || PublicKey is not null);

    private HmacKey Marked(HmacKey key)
    {
        key.IsOfPair = PublicKey is not null;
        return key;
    }

    private static EventField? IdentityBy(ReplayRule replay) => replay switch
    {
        ReplayRule.ById => EventField.SignedId,
        ReplayRule.ByNonce => EventField.SignedNonce,
        ReplayRule.BySignature => EventField.SignedContent,
        _ => null,
    };

    /// <summary>Throws if a configured value isn't set: a scheme without it refuses everything.</summary>
    internal void ThrowIfIncomplete()
    {
        if (MissingValues.Count > 0)
        {
            throw new ArgumentException($"Scheme '{Name}' needs {string.Join(", ", MissingValues)}: set each with {nameof(SignatureScheme)}.{nameof(With)}.");
        }
    }

    /// <summary>Returns <see cref="Name"/>.</summary>
    public override string ToString() => Name;
}
