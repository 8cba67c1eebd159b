using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace HmacKit.TestFixtures;

/// <summary>Runs properties from one fixed seed, so that every run tries the same values.</summary>
public static class Seeded
{
    private static readonly FsCheck.Replay Seed = new(new Rnd(20_251_217, 1_234_567), FSharpOption<int>.None);

    public static void Holds<T>(Gen<T> values, Action<T> property, int tests = 200) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(tests).WithQuietOnSuccess(true).WithReplay(FSharpOption<FsCheck.Replay>.Some(Seed)),
            Prop.ForAll(values.ToArbitrary(), property));
}
