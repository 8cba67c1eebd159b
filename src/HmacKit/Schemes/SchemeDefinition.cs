namespace HmacKit;

/// <summary>
/// A signature scheme as the vendor's documentation puts it. Fill it in and give it to
/// <see cref="SignatureScheme.Compile"/>, which checks all of it.
/// </summary>
public sealed class SchemeDefinition
{
    // Made when somebody asks for it, as few schemes have one: the runtime must compile a dictionary of numbers, where one of texts is there already.
    private OrderedDictionary<int, HeaderFormat>? _pathSegment;

    /// <summary>The scheme's name: lower-case letters, digits and hyphens, such as <c>my-api</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>
    /// Other names under which the scheme is known, written as <see cref="Name"/> is; none by default. Schemes may share one, where a vendor
    /// lets its customers choose between them.
    /// </summary>
    public IReadOnlyList<string> OtherNames { get; set; } = [];

    /// <summary>
    /// The message that is signed, as a template. Parts, each with suffixes: <c>{timestamp}</c>, <c>{id}</c>, <c>{nonce}</c>,
    /// <c>{keyid}</c>, <c>{date}</c>, <c>{expires}</c>, <c>{signed-headers}</c> and the names of <see cref="Values"/>;
    /// <c>{method}</c> (in upper case), <c>{target}</c> (path and query as on the wire), <c>{path}</c>, <c>{query}</c> (without
    /// the <c>?</c>), <c>{url}</c>, <c>{scheme}</c>, <c>{host}</c>, <c>{port}</c>, <c>{authority}</c>; <c>{query:sorted}</c>,
    /// <c>{form:sorted}</c>, <c>{parameters:sorted}</c>, <c>{query:sorted-json}</c>; <c>{query:NAME}</c>, <c>{form:NAME}</c>,
    /// <c>{json:/POINTER}</c>, <c>{header:NAME}</c>; <c>{xml:sorted}</c> (<c>name=value</c> of all members of a body of XML but the signature and those without a text, joined by <c>&amp;</c>); <c>{headers:signed}</c>, <c>{headers:PREFIX*}</c>; <c>{body}</c>; the
    /// names of <see cref="Parts"/> and <see cref="CustomParts"/>. <c>{query:unsigned}</c>, and the same of target, path,
    /// url and form, is as sent without what carries the signature.
    /// Suffixes: <c>:sha256:hex</c> (also sha384, sha512, legacy-sha1; base64, base64url, hex-upper, raw), <c>:lower</c>,
    /// <c>:upper</c>, <c>:trimmed</c>, <c>:decoded</c>, <c>:encoded</c>, <c>:normalized</c>, <c>:relative</c>, <c>:json</c>, <c>:media-type</c>, and <c>{method:reading}</c>.
    /// A group in brackets is left out if a part in it is empty. Doubled braces and brackets stand for themselves.
    /// </summary>
    public string Message { get; set; } = "";

    /// <summary>Messages within the message, by the name that <see cref="Message"/> uses for them, such as <c>{canonical:sha256:hex}</c>. A later one may use an earlier one.</summary>
    public OrderedDictionary<string, string> Parts { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>The headers that carry the signature and what it needs, in the order in which a signer sets them.</summary>
    public OrderedDictionary<string, HeaderFormat> Headers { get; private set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The parameters of the query that do. Names are compared decoded and exactly.</summary>
    public OrderedDictionary<string, HeaderFormat> Query { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>The fields of a form body that do.</summary>
    public OrderedDictionary<string, HeaderFormat> Form { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>The members of a JSON body that do, by pointer (RFC 6901): <c>/signature/token</c>.</summary>
    public OrderedDictionary<string, HeaderFormat> Json { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>
    /// The members of an XML body that do, by name: <c>sign</c> in <c>&lt;xml&gt;&lt;a&gt;1&lt;/a&gt;&lt;sign&gt;…&lt;/sign&gt;&lt;/xml&gt;</c>. The body is UTF-8 and one element with at most 128 elements of text
    /// in it, written with or without CDATA. One with a document type, attributes, comments, elements within members or a member that is there twice is refused as malformed.
    /// </summary>
    public OrderedDictionary<string, HeaderFormat> Xml { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>The segments of the path that do, counted from 1.</summary>
    public OrderedDictionary<int, HeaderFormat> PathSegment => _pathSegment ??= [];

    /// <summary>The cookies that do.</summary>
    public OrderedDictionary<string, HeaderFormat> Cookie { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>Values of the scheme's own, by the name that templates use for them; at most 8 are carried.</summary>
    public OrderedDictionary<string, SchemeValue> Values { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>How <c>{query:sorted}</c>, <c>{form:sorted}</c> and <c>{parameters:sorted}</c> are written.</summary>
    public ParameterSet Parameters { get; set; } = new();

    /// <summary>
    /// The parameters whose values <c>{query:sorted-json}</c> writes as JSON instead of as text, by their decoded name; none by default. Such a value is a number,
    /// <c>true</c>, <c>false</c>, <c>null</c>, a string, a list or an object as Python's <c>json.dumps</c> writes it with <c>separators=(',', ':')</c>, or Python's own
    /// <c>True</c>, <c>False</c> and <c>None</c>; a request with anything else in its place is refused as malformed. The URL alone doesn't say of which type a value was.
    /// </summary>
    public ISet<string> JsonQueryParameters { get; private set; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>How <c>{headers:…}</c> is written, and what <c>{signed-headers}</c> must list.</summary>
    public HeaderSet SignedHeaderSet { get; set; } = new();

    /// <summary>Digests that the request carries, by the template of where: <c>["{header:Content-MD5}"] = …</c>, <c>["{query:bodySHA256}"] = …</c>.</summary>
    public OrderedDictionary<string, DigestRule> Digests { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>The algorithm; HMAC-SHA256 by default.</summary>
    public HmacAlgorithm Algorithm { get; set; } = HmacAlgorithm.Sha256;

    /// <summary>How the vendor writes secrets; <see cref="KeyFormat.Text"/> by default.</summary>
    public KeyFormat SecretFormat { get; set; } = KeyFormat.Text;

    /// <summary>How the key comes from the secret; null (the default) if the secret is the key.</summary>
    public KeyDerivation? KeyDerivation { get; set; }

    /// <summary>
    /// How many bytes of a signature the vendor keeps, at least 10 (80 bits); null (the default) for all of them. What is cut
    /// off is lost strength: only where the vendor does it.
    /// </summary>
    public int? TruncatedTagBytes { get; set; }

    /// <summary>When a signature ends, if the request says so in <c>{expires}</c>; null by default.</summary>
    public ExpiryRule? Expiry { get; set; }

    /// <summary>The time window; null (the default) only if the scheme signs no time.</summary>
    public FreshnessRule? Freshness { get; set; }

    /// <summary>What must not be seen twice; <see cref="ReplayRule.None"/> by default.</summary>
    public ReplayRule Replay { get; set; }

    /// <summary>
    /// What tells a webhook's event from all others, also when it is sent again with a new signature. Null (the default) for what
    /// <see cref="Replay"/> says: the signed id, the nonce, or time and body; without a replay rule for nothing at all.
    /// </summary>
    public EventField? EventIdentity { get; set; }

    /// <summary>Where the type of a webhook's event is; null (the default) if it has none.</summary>
    public EventField? EventType { get; set; }

    /// <summary>How the vendor makes sure of a webhook endpoint; null (the default) if it doesn't.</summary>
    public Handshake? Handshake { get; set; }

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
    /// means that it isn't: <see cref="SignatureScheme.Compile"/> proves it, and a value that contains the text which ends it
    /// is refused. With a reason nothing is refused for that.
    /// </summary>
    public string? AmbiguousBecause { get; set; }

    /// <summary>Parts of your own, by the name that <see cref="Message"/> uses for them.</summary>
    public Dictionary<string, MessagePart> CustomParts { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>
    /// The scheme of the requests whose answers this signs; null (the default) for a scheme of requests. Key id, time, id and nonce
    /// of an answer are those of its request, so <c>{nonce}</c> and <c>{timestamp}</c> bind it to that one; so are <see cref="Values"/> of one name
    /// in both definitions that no carrier of the answer has. See <see cref="AnswerSource"/>.
    /// </summary>
    public SignatureScheme? AnswersTo { get; set; }

    /// <summary>
    /// The scheme of what a server says of its clock to whom signed with a time outside the window, under the same key; null (the default) if
    /// it says nothing. It has a <c>{timestamp}</c>, and <c>WWW-Authenticate</c> carries all of it.
    /// </summary>
    public SignatureScheme? ClockHint { get; set; }

    /// <summary>Code in the place of the steps that no template gets right; null (the default) for most schemes. The definition still describes the scheme.</summary>
    public SchemeCode? Code { get; set; }

    /// <summary>An algorithm with a pair of keys, in place of HMAC; null (the default) for HMAC with <see cref="Algorithm"/>.</summary>
    public PublicKeyAlgorithm? PublicKey { get; set; }

    /// <summary>Where the vendor documents the scheme; for the docs page.</summary>
    public Uri? Documentation { get; set; }

    /// <summary>What a scheme in code covers besides what its templates say.</summary>
    internal SignedParts AlsoCovers { get; init; }

    /// <summary>Whether a segment of the path carries something.</summary>
    internal bool HasPathSegment => _pathSegment is { Count: > 0 };

    /// <summary>The texts of configured values, which <see cref="SignatureScheme.With"/> sets.</summary>
    internal Dictionary<string, string> Bound { get; private set; } = new(StringComparer.Ordinal);

    /// <summary>A copy, for a scheme to keep.</summary>
    internal SchemeDefinition Copy()
    {
        var copy = (SchemeDefinition)MemberwiseClone();
        copy.OtherNames = [.. OtherNames];
        copy.Parts = CopyOf(Parts);
        copy.Headers = CopyOf(Headers);
        copy.Query = CopyOf(Query);
        copy.Form = CopyOf(Form);
        copy.Json = CopyOf(Json);
        copy.Xml = CopyOf(Xml);
        copy._pathSegment = HasPathSegment ? CopyOf(PathSegment) : null;
        copy.Cookie = CopyOf(Cookie);
        copy.Values = CopyOf(Values);
        copy.JsonQueryParameters = new HashSet<string>(JsonQueryParameters, StringComparer.Ordinal);
        copy.Digests = CopyOf(Digests);
        copy.CustomParts = new(CustomParts, CustomParts.Comparer);
        copy.Bound = new(Bound, Bound.Comparer);
        return copy;
    }

    private static OrderedDictionary<TKey, TValue> CopyOf<TKey, TValue>(OrderedDictionary<TKey, TValue> from)
        where TKey : notnull
    {
        var copy = new OrderedDictionary<TKey, TValue>(from.Comparer);
        for (int i = 0; i < from.Count; i++)
        {
            (TKey key, TValue value) = from.GetAt(i);
            copy.Add(key, value);
        }

        return copy;
    }
}
