namespace HmacKit;

/// <summary>What a request says of itself, read as far as it can be even where the verifier refuses it.</summary>
internal sealed class HeaderReading
{
    /// <summary>Of SHA-1, SHA-256, SHA-384 and SHA-512.</summary>
    private static readonly int[] TagSizes = [20, 32, 48, 64];

    private HeaderReading(RequestClaim claim, IReadOnlyList<SignatureCandidate> candidates)
    {
        Claim = claim;
        KeyId = Text(claim.KeyId);
        Timestamp = Text(claim.Timestamp);
        Id = Text(claim.Id);
        Nonce = Text(claim.Nonce);
        Candidates = candidates;
    }

    /// <summary>All that could be read.</summary>
    public RequestClaim Claim { get; }

    public string? KeyId { get; }

    public string? Timestamp { get; }

    public string? Id { get; }

    public string? Nonce { get; }

    public IReadOnlyList<SignatureCandidate> Candidates { get; }

    public static HeaderReading Of(SignatureScheme scheme, RequestSource request, ReadOnlySpan<byte> body)
    {
        var candidates = new List<SignatureCandidate>();
        if (ReadByCode(scheme, request, body, out RequestClaim claim))
        {
            candidates.Add(new SignatureCandidate(((ReadOnlySpan<byte>)claim.Tag)[..scheme.TagSize].ToArray(), []));
        }

        foreach (SchemeCarrier carrier in scheme.CarrierSpan)
        {
            if (TextOf(carrier, request, body) is not { Length: > 0 and <= HeaderGrammar.MaxHeaderLength } value)
            {
                continue;
            }

            bool isSignature = carrier.Grammar.Fields.Contains(scheme.IsToken ? ClaimField.Token : ClaimField.Signature);
            Merge(ReadLeniently(scheme, carrier, value, isSignature), ref claim);
            if (isSignature)
            {
                candidates.AddRange(CandidatesOf(scheme, carrier, value));
            }
        }

        return new HeaderReading(claim, [.. candidates.OrderBy(static candidate => candidate.Slips.Count)]);
    }

    /// <summary>The first signature that a scheme in code can read.</summary>
    private static bool ReadByCode(SignatureScheme scheme, RequestSource request, ReadOnlySpan<byte> body, out RequestClaim claim)
    {
        claim = default;
        int count = scheme.Code?.CountIn(new ClaimInput(scheme, request, body, signatureIndex: 0, isSigning: false)) ?? 0;
        for (int i = 0; i < Math.Min(count, SchemeCode.MaxSignatures); i++)
        {
            claim = default;
            claim.SignatureIndex = i;
            if (scheme.Code!.ReadIn(new ClaimInput(scheme, request, body, i, isSigning: false), new ClaimWriter(scheme, ref claim)) == ClaimOutcome.Found && claim.HasTag)
            {
                return true;
            }
        }

        claim = default;
        return false;
    }

    private static string? TextOf(SchemeCarrier carrier, RequestSource request, ReadOnlySpan<byte> body) =>
        carrier.Kind == CarrierKind.Header ? request.GetHeader(carrier.Name).Value
        : CarrierText.Find(carrier, request, body, out ClaimValue text) == ClaimOutcome.Found ? text.ToString()
        : null;

    /// <summary>What is written as the scheme says is no slip: packed in base64, or among parameters in any order.</summary>
    private static List<SignatureCandidate> CandidatesOf(SignatureScheme scheme, SchemeCarrier carrier, string value)
    {
        List<SignatureCandidate> candidates = scheme.IsToken ? SignatureCandidates.OfToken(value) : SignatureCandidates.Of(carrier, value);
        var strict = default(RequestClaim);
        if (carrier.Grammar.TryRead(value, scheme.TagSize, ref strict) && strict.HasTag)
        {
            return [new SignatureCandidate(((ReadOnlySpan<byte>)strict.Tag)[..scheme.TagSize].ToArray(), []), .. candidates];
        }

        int size = TagSizeOf(carrier, value, out RequestClaim other);
        return size > 0 ? [new SignatureCandidate(((ReadOnlySpan<byte>)other.Tag)[..size].ToArray(), []), .. candidates] : candidates;
    }

    /// <summary>How many bytes the signature has of a value that is written as the scheme says, but with another hash; 0 if it isn't one.</summary>
    private static int TagSizeOf(SchemeCarrier carrier, string value, out RequestClaim claim)
    {
        foreach (int size in TagSizes)
        {
            claim = default;
            if (carrier.Grammar.TryRead(value, size, ref claim) && claim.HasTag)
            {
                return size;
            }
        }

        claim = default;
        return 0;
    }

    private static RequestClaim ReadLeniently(SignatureScheme scheme, SchemeCarrier carrier, string value, bool isSignature)
    {
        int tagSize = scheme.TagSize;
        var claim = default(RequestClaim);
        if (carrier.Grammar.TryRead(value, tagSize, ref claim) || !isSignature)
        {
            return claim;
        }

        if (TagSizeOf(carrier, value, out RequestClaim ofOtherHash) > 0)
        {
            return ofOtherHash;
        }

        // Where the text before it is missing or another one, what stands beside the signature would be lost.
        string leading = carrier.Format.Template[..carrier.Format.Template.IndexOf('{', StringComparison.Ordinal)];
        string rest = value[(value.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        foreach (string candidate in (string[])[leading + value, leading + rest, value.Trim()])
        {
            var other = default(RequestClaim);
            if (carrier.Grammar.TryRead(candidate, tagSize, ref other))
            {
                return other;
            }
        }

        return claim;
    }

    /// <summary>Takes in what isn't there yet: where headers disagree, the first one counts, and the others are among the slips.</summary>
    private static void Merge(in RequestClaim from, ref RequestClaim into)
    {
        for (ClaimField field = ClaimField.KeyId; field < ClaimField.Signature; field++)
        {
            if (from.Get(field).IsPresent)
            {
                into.TrySet(field, from.Get(field));
            }
        }
    }

    private static string? Text(ClaimValue value) => value.IsPresent ? value.ToString() : null;
}
