using System.Text;

namespace HmacKit;

/// <summary>
/// A scheme of HTTP Message Signatures (RFC 9421), where each message says itself what its signature covers. The definition pins the
/// algorithm and the least that must be covered; what the message names beyond that is resolved component by component.
/// </summary>
/// <remarks>
/// Components are written as in the RFC without the quotes: <c>@method</c>, <c>@target-uri</c>, <c>content-digest</c>,
/// <c>@query-param;name="id"</c>, <c>cache-control;sf</c>, <c>example-dict;key="a"</c>, <c>x-name;bs</c>. Of derived ones there are
/// <c>@method @target-uri @authority @scheme @request-target @path @query @query-param</c>, and of an answer <c>@status</c>; what an answer covers of its request has
/// <c>;req</c>: <c>@method;req</c>, <c>signature;req;key="sig1"</c>. A header that is covered
/// must be there once. <c>Content-Digest</c> is checked wherever it is there (sha-256 and sha-512, RFC 9530); a signer sets it.
/// A request may have several signatures, each with its label; one that is right and covers enough is enough.
/// </remarks>
public sealed class MessageSignatureDefinition
{
    /// <summary>The scheme's name.</summary>
    public string Name { get; set; } = "http-message-signatures";

    /// <summary>The label under which a signer puts its signature; <c>sig1</c> by default. A verifier takes any.</summary>
    public string Label { get; set; } = "sig1";

    /// <summary>
    /// The least that a signature must cover, and what a signer covers; method, target URI and, where there is a body,
    /// <c>content-digest</c> by default; of an answer the status, <c>content-digest</c> and the signature of its request. A signer covers more with <c>SigningValues.HeadersToSign</c>.
    /// </summary>
    public IReadOnlyList<string> AtLeast { get; set; } = DefaultComponents;

    /// <summary>
    /// The scheme of the requests whose answers this signs; null (the default) for a scheme of requests. An answer has a time and a key id of its own.
    /// Cover the request's signature, <c>signature;req;key="sig1"</c>, so that it is the answer to that one request.
    /// </summary>
    public SignatureScheme? AnswersTo { get; set; }

    /// <summary>The algorithm in place of HMAC-SHA256, such as <see cref="PublicKeyAlgorithms.EcdsaP256Sha256"/>; null by default.</summary>
    public PublicKeyAlgorithm? PublicKey { get; set; }

    /// <summary>How secrets are written; base64 by default. Of a public-key algorithm the secret is the key, in DER.</summary>
    public KeyFormat SecretFormat { get; set; } = KeyFormat.Base64;

    /// <summary>What the signature is for (<c>tag</c>): a signer says it, and a signature for something else doesn't count. Null (the default) for none.</summary>
    public string? Tag { get; set; }

    /// <summary>Whether a signer names the algorithm in <c>alg</c>; false by default. A signature that names another one never counts.</summary>
    public bool NamesAlgorithm { get; set; }

    /// <summary>Whether each signature needs a nonce, which is accepted once; false by default. Without one a request can be sent again within the window.</summary>
    public bool RequiresNonce { get; set; }

    /// <summary>How old a signature may be, from <c>created</c> on, which it must have; 5 minutes by default.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>What the structured fields are that are covered with <c>;sf</c>, by name in lower case, besides those of RFC 9421 and RFC 9530.</summary>
    public IDictionary<string, StructuredShape> StructuredFields { get; } = new Dictionary<string, StructuredShape>(StringComparer.Ordinal);

    internal static IReadOnlyList<string> DefaultComponents { get; } = ["@method", "@target-uri", "content-digest"];

    /// <summary><see cref="AtLeast"/>, or what takes its place where nothing was said of answers: the label of the request's signature is that of its definition.</summary>
    internal IReadOnlyList<string> Least => AnswersTo is { } requests && ReferenceEquals(AtLeast, DefaultComponents)
        ? ["@status", "content-digest", $"signature;req;key=\"{(requests.Code as MessageSignatureCode)?.Label ?? "sig1"}\""]
        : AtLeast;

    internal string AlgorithmName => PublicKey?.Name ?? "hmac-sha256";

    /// <summary>Checks the definition and makes a scheme of it, which is used as any other.</summary>
    /// <exception cref="ArgumentException">A component can't be read, or is there twice; or <see cref="AtLeast"/> of answers has nothing of the request, so that an answer to one were an answer to all.</exception>
    /// <exception cref="SchemeDefinitionException">The definition has other faults; all of them are listed.</exception>
    public SignatureScheme Compile()
    {
        IReadOnlyList<string> atLeast = Least;
        List<StructuredItem> least = CoveredComponents.Parse(string.Join(' ', atLeast))
            ?? throw new ArgumentException($"A component of {nameof(AtLeast)} can't be read or is there twice: write '@method', 'content-type' or '@query-param;name=\"id\"'.");
        if (StructuredReader.ReadDictionary(Label)?.Count != 1 || Label.AsSpan().ContainsAny("=;, "))
        {
            throw new ArgumentException($"A label has lower-case letters, digits and '_-.*', and begins with a letter or '*': '{Label}' doesn't.");
        }

        if (least.Any(CoveredComponents.IsOfRequest) != AnswersTo is not null)
        {
            throw new ArgumentException(AnswersTo is null
                ? $"A request answers nothing: say in {nameof(AnswersTo)} to which requests, or take ';req' out of {nameof(AtLeast)}."
                : $"{nameof(AtLeast)} has nothing of the request: add 'signature;req;key=\"sig1\"', else an answer to one is an answer to all.");
        }

        string parameters = $"created={{timestamp}};keyid=\"{{keyid}}\"{(RequiresNonce ? ";nonce=\"{nonce}\"" : "")}";
        var definition = new SchemeDefinition
        {
            Name = Name,
            Message = $"{string.Concat(least.Select(Line))}\"@signature-params\": ({{signed-headers}});{parameters}",
            AnswersTo = AnswersTo,
            SignedHeaderSet = new() { AtLeast = atLeast, InListedOrder = true, ListSeparator = ' ' },
            PublicKey = PublicKey,
            SecretFormat = SecretFormat,
            Freshness = new(TimestampFormat.UnixSeconds, MaxAge),
            Expiry = ExpiryRule.At(TimestampFormat.UnixSeconds, maxLife: TimeSpan.FromDays(36_500)),
            Replay = RequiresNonce ? ReplayRule.ByNonce : ReplayRule.None,
            Documentation = new Uri("https://www.rfc-editor.org/rfc/rfc9421"),
            Code = new MessageSignatureCode(this, least),
            AlsoCovers = least.Any(CoveredComponents.IsDigest) ? SignedParts.Body : SignedParts.None,
        };
        definition.Headers["Signature-Input"] = HeaderFormat.Text($"{Label}=({{signed-headers}});{parameters}");
        definition.Headers["Signature"] = HeaderFormat.Text($"{Label}=:{{signature:base64}}:");
        definition.CustomParts["content-digest"] = new ContentDigestPart();
        definition.Parts["digest"] = "{content-digest}";
        definition.Digests["{digest}"] = DigestRule.Required(ContentDigestPart.Right);
        return SignatureScheme.Compile(definition);
    }

    /// <summary>What a server sends in <c>Accept-Signature</c> to ask for such a signature (RFC 9421 section 5.1).</summary>
    public string ToAcceptSignature()
    {
        List<StructuredItem> least = CoveredComponents.Parse(string.Join(' ', Least)) ?? [];
        List<KeyValuePair<string, BareItem>> parameters = [new("created", BareItem.True), new("keyid", BareItem.True)];
        if (RequiresNonce)
        {
            parameters.Add(new("nonce", BareItem.True));
        }

        parameters.Add(new("alg", BareItem.OfText(AlgorithmName)));
        if (Tag is { } tag)
        {
            parameters.Add(new("tag", BareItem.OfText(tag)));
        }

        return StructuredText.OfDictionary([new(Label, new StructuredInnerList(least, new StructuredParameters(parameters)))]);
    }

    /// <summary>The components that a server asks for in <c>Accept-Signature</c>, for <c>SigningValues.HeadersToSign</c>.</summary>
    /// <param name="acceptSignature">The header's value.</param>
    /// <returns>The components, or null if the header can't be read or asks for another algorithm or tag only.</returns>
    public IReadOnlyList<string>? FindAccepted(string acceptSignature)
    {
        ArgumentNullException.ThrowIfNull(acceptSignature);
        return MessageSignatureCode.FindAccepted(acceptSignature, AlgorithmName, Tag)?.Select(CoveredComponents.ToText).ToArray();
    }

    /// <summary>The line of a component as a template: for the description of the scheme.</summary>
    private static string Line(StructuredItem component)
    {
        string value = CoveredComponents.IsOfRequest(component) ? "(the request's)" : CoveredComponents.IsInTrailer(component) ? "(the trailer's)" : component.Value.Text switch
        {
            "@status" => "{status}",
            "@method" => "{method}",
            "@target-uri" => "{url}",
            "@authority" => "{authority}",
            "@scheme" => "{scheme}",
            "@request-target" => "{target}",
            "@path" => "{path}",
            "@query" => "?{query}",
            "@query-param" => $"{{query:{component.Parameters.Find("name")?.Text}}}",
            var name => $"{{header:{name}}}",
        };
        var line = new StringBuilder(StructuredText.Of(component)).Replace("{", "{{").Replace("}", "}}");
        return $"{line}: {value}\n";
    }
}
