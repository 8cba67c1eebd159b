namespace HmacKit.Benchmarks;

/// <summary>The ratios to the bare HMAC that verification must not exceed, and the one to the hand-written verifier.</summary>
internal static class Goal
{
    public const double OverHandWritten = 1.10;

    /// <summary>The goal of a cell; null if there is none.</summary>
    public static double? Of(string scheme, int bodyBytes) => (scheme, bodyBytes) switch
    {
        ("osaycore", 100) => 0.60,
        ("osaycore", 1024) => 0.75,
        ("onering", 100) => 0.65,
        ("onering", 1024) => 0.78,
        ("theone", 100) => 0.75,
        ("theone", 1024) => 0.82,
        ("oort", 100) => 0.85,
        ("oort", 1024) => 0.90,
        ("oort", 65536) => 1.05,
        ("osaycore" or "onering" or "theone", 65536) => 1.02,
        _ => null,
    };
}
