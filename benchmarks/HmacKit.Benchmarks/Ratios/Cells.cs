namespace HmacKit.Benchmarks;

/// <summary>What the ratio tool measures: the same cases as the BenchmarkDotNet classes.</summary>
internal static class Cells
{
    public const string Bare = "bare";
    public const string HandWritten = "hand-written";
    public const string HmacKit = "HmacKit";
    public const string HmacKitAsync = "HmacKit, async";
    public const string NaiveString = "naive, `==`";
    public const string NaiveFixedTime = "naive, FixedTimeEquals";

    public static Cell Verify(SchemeCase item) => new(
        item.Name,
        item.BodyBytes,
        new Candidate(Bare, Loop(() => item.Bare())),
        new Candidate(HandWritten, Loop(() => RequireValid(item.VerifyByHand()))),
        new Candidate(HmacKit, Loop(() => RequireValid(item.Verify()))),
        new Candidate(HmacKitAsync, Loop(() => RequireValid(item.VerifyAsync()))));

    public static Cell Sign(SchemeCase item) => new(
        item.Name,
        item.BodyBytes,
        new Candidate(Bare, Loop(() => item.Bare())),
        new Candidate(HandWritten, Loop(() => item.SignByHand())),
        new Candidate(HmacKit, Loop(() => item.Sign())));

    public static Cell Peers(WebhookCase item) => new(
        "`timestamp.body`",
        1024,
        new Candidate(Bare, Loop(() => item.Bare())),
        new Candidate(NaiveString, Loop(() => item.NaiveWithStringEquality())),
        new Candidate(NaiveFixedTime, Loop(() => item.NaiveWithFixedTimeEquals())),
        new Candidate(HmacKit, Loop(() => RequireValid(item.Verify()))));

    public static Action<int> Loop(Action operation) => operations =>
    {
        for (; operations > 0; operations--)
        {
            operation();
        }
    };

    private static void RequireValid(VerificationStatus status)
    {
        if (status != VerificationStatus.Valid)
        {
            throw new InvalidOperationException($"The request was refused: {status}.");
        }
    }
}
