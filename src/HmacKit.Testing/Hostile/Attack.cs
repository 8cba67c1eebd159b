namespace HmacKit.Testing;

/// <summary>One thing to try: a request, or a few that belong together.</summary>
internal sealed record Attack(string Name, string Sent, IReadOnlyList<WireRequest> Requests)
{
    public Attack(string name, string sent, WireRequest request)
        : this(name, sent, [request])
    {
    }

    /// <summary>What should come of it.</summary>
    public Aim Aim { get; init; }

    /// <summary>Whether the scheme alone would let the last request through, and the verifier has to refuse it for another reason.</summary>
    public bool IsGenuine { get; init; }

    /// <summary>Whether the answer is compared with those to other refusals. Not where a router or the server itself may answer.</summary>
    public bool IsCompared { get; init; } = true;

    /// <summary>Whether a closed connection is a refusal, too.</summary>
    public bool MayBeCutOff { get; init; }

    /// <summary>Why only a socket can send it, so that the server gets just that; null if an HTTP client can.</summary>
    public string? NeedsSocketBecause { get; init; }

    /// <summary>The right signature of what was sent, which an answer must not tell.</summary>
    public string? RightSignature { get; init; }

    /// <summary>All that there is to try. Lazily, since a request is signed when it is taken: it mustn't be old when it is sent.</summary>
    public static IEnumerable<Attack> All(Forge forge) =>
        (forge.IsPlain ? HeaderAttacks.Of(forge) : PlaceAttacks.Of(forge)).Concat(TimeAttacks.Of(forge)).Concat(KeyAttacks.Of(forge)).Concat(forge.IsPlain ? SignatureAttacks.Of(forge) : [])
            .Concat(BodyAttacks.Of(forge)).Concat(TargetAttacks.Of(forge)).Concat(FramingAttacks.Of(forge)).Concat(ReplayAttacks.Of(forge));
}
