using FsCheck;
using FsCheck.Fluent;

namespace HmacKit.TestFixtures;

/// <summary>Generators of limits and of what is asked of them.</summary>
public static class AnyLimit
{
    private static readonly int[] Milliseconds = [1, 7, 100, 1000, 1500, 60_000, 3_600_000, 86_400_000];

    /// <summary>Rates that are counted in ticks of 100 ns: all that people write down, and odd ones up to 1,024.</summary>
    public static Gen<BucketLimit> Usual =>
        from tokens in Gen.OneOf(Gen.Elements(10, 60, 100, 1000, 10_000), Gen.Choose(1, 1024))
        from capacity in Gen.OneOf(Gen.Choose(1, 20), Gen.Choose(1, 10_000))
        from milliseconds in Gen.Elements(Milliseconds)
        select Limit(capacity, tokens, milliseconds);

    /// <summary>Any rate at all.</summary>
    public static Gen<BucketLimit> Any =>
        from tokens in Gen.OneOf(Gen.Choose(1, 2000), Gen.Choose(1, 10_000_000), Gen.Elements(9_999, 99_999, 999_999, 9_999_991, 10_000_000))
        from capacity in Gen.OneOf(Gen.Choose(1, 20), Gen.Choose(1, 10_000))
        from milliseconds in Gen.Elements(Milliseconds)
        select Limit(capacity, tokens, milliseconds);

    /// <summary>Any sliding window, of few tokens or of many.</summary>
    public static Gen<BucketLimit> AnyWindow =>
        from tokens in Gen.OneOf(Gen.Choose(1, 20), Gen.Elements(99, 100, 101, 102, 103, 500, 1000, 10_000), Gen.Choose(1, 2000))
        from milliseconds in Gen.Elements(Milliseconds)
        select BucketLimit.InAny(tokens, TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Takes one after the other: how much later, in thousandths of the time that a token needs, and how many tokens.</summary>
    public static Gen<(int Later, int Tokens)[]> Takes(int maxCount) =>
        (from later in Gen.OneOf(Gen.Constant(0), Gen.Choose(0, 3000), Gen.Choose(0, 30_000))
         from tokens in Gen.OneOf(Gen.Constant(1), Gen.Choose(1, 12))
         select (later, tokens)).ArrayOf(maxCount);

    /// <summary>A time in ticks, as a multiple of what a token needs, with an odd tick now and then.</summary>
    public static long ToTicks(this BucketLimit limit, int thousandths) =>
        (long)((Int128)limit.Period.Ticks * thousandths / limit.Tokens / 1000) + (thousandths % 7);

    private static BucketLimit Limit(int capacity, int tokens, int milliseconds) =>
        new((int)Math.Min(capacity, tokens * (long)TimeSpan.FromDays(366).TotalMilliseconds / milliseconds), tokens, TimeSpan.FromMilliseconds(milliseconds));
}
