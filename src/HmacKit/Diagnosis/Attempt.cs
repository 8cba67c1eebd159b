namespace HmacKit;

/// <summary>One reading of the request, and the search for slips in it.</summary>
internal sealed class Attempt
{
    private readonly IReadOnlyList<SignatureCandidate> _candidates;

    private Attempt(SignedRequest received, IReadOnlyList<SignatureCandidate> candidates)
    {
        Received = received;
        _candidates = candidates;
    }

    public SignedRequest Received { get; }

    public Proof? Proof { get; private set; }

    /// <summary>False if the budget was spent before all was tried.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Reads a request.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="request">The request's head.</param>
    /// <param name="body">The body's bytes.</param>
    /// <param name="ring">The keys; null if there are none.</param>
    /// <param name="now">The time to check against.</param>
    /// <param name="options">The settings.</param>
    /// <param name="renamed">Headers that were read under other names than the scheme's.</param>
    public static Attempt At(
        SignatureScheme scheme, RequestSource request, ReadOnlyMemory<byte> body, KeyRing? ring, DateTimeOffset now, DiagnosisOptions options, IReadOnlyList<(string Missing, string There)> renamed)
    {
        HeaderReading reading = HeaderReading.Of(scheme, request, body.Span);
        var received = new SignedRequest
        {
            Scheme = scheme,
            Request = request,
            Ring = ring,
            Options = options,
            Now = now.ToUnixTimeMilliseconds(),
            Method = request.Method,
            Target = request.Target,
            Body = body,
            Claim = reading.Claim,
            Timestamp = reading.Timestamp,
            Id = reading.Id,
            Nonce = reading.Nonce,
            KeyId = reading.KeyId,
            Algorithm = scheme.Algorithm,
        };
        return new Attempt(received, renamed.Count == 0 ? reading.Candidates : [.. reading.Candidates.Select(candidate => Renamed(candidate, renamed))]);
    }

    /// <summary>Tries the signature as it is, then with slips.</summary>
    public void Search()
    {
        var search = new SlipSearch(Received, _candidates);
        Proof = search.FindWithoutSlips() ?? search.FindSlips();
        IsComplete = search.IsComplete;
    }

    /// <summary>Reads the signature out of bodies that may have been sent, where the one that came holds none that can be read.</summary>
    public void SearchBodies(KeyRing? ring, DateTimeOffset now)
    {
        long start = Received.Options.TimeProvider.GetTimestamp();
        foreach (Slip slip in SlipRule.All.Where(static rule => rule is { Group: SlipGroup.Body, IsWide: false }).SelectMany(rule => rule.Vary(Received)).Where(static slip => !slip.IsWide))
        {
            if (Received.Options.TimeProvider.GetElapsedTime(start) >= Received.Options.Budget)
            {
                IsComplete = false;
                return;
            }

            Attempt other = At(Received.Scheme, Received.Request, slip.Signed.Body, ring, now, Received.Options, []);
            if (new SlipSearch(other.Received, other._candidates).FindWithoutSlips() is { Slips.Count: 0 } proof)
            {
                Proof = new Proof([(slip.Cause, slip.What)], proof.Message);
                return;
            }
        }
    }

    /// <summary>That the header has another name comes first; that it is written otherwise goes with that.</summary>
    private static SignatureCandidate Renamed(SignatureCandidate candidate, IReadOnlyList<(string Missing, string There)> names)
    {
        string what = $"the request, read from {string.Join(", ", names.Select(static name => $"{name.There} in place of {name.Missing}"))}";
        return candidate with { Slips = [(SignatureCauses.HeaderOther, what), .. candidate.Slips.Where(static slip => slip.Cause != SignatureCauses.SignaturePrefix)] };
    }
}
