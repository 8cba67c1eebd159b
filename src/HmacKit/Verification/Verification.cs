namespace HmacKit;

/// <summary>
/// What a verification that is under way has found so far. It is large, so it isn't handed from step to step but stays in one place, which its thread
/// uses again: only for one that has ended, and only once everything in it is forgotten.
/// </summary>
internal sealed class Verification
{
    [ThreadStatic]
    private static Verification? t_ended;

    /// <summary>What the request claims of itself. A field, since it is read and written where it is.</summary>
    public RequestClaim Claim;

    /// <summary>The key that has signed the request; null unless the signature was right.</summary>
    public KeyRingEntry? Key;

    private Verification()
    {
    }

    public KeyRing? Ring { get; set; }

    public bool IsCompact { get; set; }

    public static Verification Begin()
    {
        Verification? ended = t_ended;
        t_ended = null;
        return ended ?? new Verification();
    }

    /// <summary>Says what came of it, and forgets it. One that an exception has ended is nobody's any more.</summary>
    public VerificationResult End(VerificationStatus status)
    {
        var result = new VerificationResult(status, Claim, Ring, Key, IsCompact);
        Claim = default;
        Ring = null;
        Key = null;
        IsCompact = false;
        t_ended = this;
        return result;
    }
}
