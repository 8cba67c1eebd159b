namespace HmacKit;

/// <summary>What a request says of itself, read as far as it can be even where the verifier refuses it.</summary>
internal sealed class HeaderReading
{
    private HeaderReading(RequestClaim claim, IReadOnlyList<SignatureCandidate> candidates)
    {
        KeyId = Text(claim.KeyId);
        Timestamp = Text(claim.Timestamp);
        Id = Text(claim.Id);
        Nonce = Text(claim.Nonce);
        Candidates = candidates;
    }

    public string? KeyId { get; }

    public string? Timestamp { get; }

    public string? Id { get; }

    public string? Nonce { get; }

    public IReadOnlyList<SignatureCandidate> Candidates { get; }

    public static HeaderReading Of(SignatureScheme scheme, RequestSource request)
    {
        var claim = default(RequestClaim);
        var candidates = new List<SignatureCandidate>();
        foreach (SchemeCarrier header in scheme.Headers)
        {
            if (request.GetHeader(header.Name).Value is not { Length: > 0 and <= HeaderGrammar.MaxHeaderLength } value)
            {
                continue;
            }

            bool isSignature = header.Grammar.Fields.Contains(ClaimField.Signature);
            Merge(ReadLeniently(scheme, header, value, isSignature), ref claim);
            if (isSignature)
            {
                candidates = SignatureCandidates.Of(scheme, value);
            }
        }

        return new HeaderReading(claim, candidates);
    }

    private static RequestClaim ReadLeniently(SignatureScheme scheme, SchemeCarrier header, string value, bool isSignature)
    {
        int tagSize = scheme.Algorithm.TagSize;
        var claim = default(RequestClaim);
        if (header.Grammar.TryRead(value, tagSize, ref claim) || !isSignature)
        {
            return claim;
        }

        // Where the text before it is missing or another one, what stands beside the signature would be lost.
        string leading = header.Format.Template[..header.Format.Template.IndexOf('{', StringComparison.Ordinal)];
        string rest = value[(value.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        foreach (string candidate in (string[])[leading + value, leading + rest, value.Trim()])
        {
            var other = default(RequestClaim);
            if (header.Grammar.TryRead(candidate, tagSize, ref other))
            {
                return other;
            }
        }

        return claim;
    }

    /// <summary>Takes in what isn't there yet: where headers disagree, the first one counts, and the others are among the slips.</summary>
    private static void Merge(in RequestClaim from, ref RequestClaim into)
    {
        foreach (ClaimField field in (ClaimField[])[ClaimField.KeyId, ClaimField.Timestamp, ClaimField.Id, ClaimField.Nonce])
        {
            if (from.Get(field).IsPresent)
            {
                into.TrySet(field, from.Get(field));
            }
        }
    }

    private static string? Text(ClaimValue value) => value.IsPresent ? value.ToString() : null;
}
