using System.Runtime;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace HmacKit.Benchmarks;

/// <summary>
/// The quick comparison: all candidates of a cell in one process, in short interleaved slices, and the medians of their
/// ratios within a round. It takes seconds where BenchmarkDotNet takes minutes, and other jobs on the machine disturb it less.
/// </summary>
internal static class RatioCommand
{
    private const int WarmUpMilliseconds = 30;
    private const int MinWarmUpPasses = 4;
    private const int MaxWarmUpPasses = 12;

    public static int Run(string[] args)
    {
        if (RatioOptions.Parse(args) is not { } options)
        {
            Console.Error.WriteLine("Usage: " + RatioOptions.Usage);
            return 2;
        }

        var random = new Random(1);
        SchemeCase[] cases = [.. from name in SchemeCase.Names
                                 where options.Scheme is null || options.Scheme == name
                                 from size in SchemeCase.Sizes
                                 where options.Size is null || options.Size == size
                                 select new SchemeCase(name, size)];
        using var webhook = new WebhookCase();
        Cell[] verify = options.Wants("verify") ? [.. cases.Select(Cells.Verify)] : [];
        Cell[] sign = options.Wants("sign") ? [.. cases.Select(Cells.Sign)] : [];
        Cell[] peers = options.Wants("peers") ? [Cells.Peers(webhook)] : [];
        Cell[] all = [.. verify, .. sign, .. peers];

        // All schemes warm up before any is measured, so that the JIT sees one program that uses them all.
        WarmUp([.. all.SelectMany(static cell => cell.Candidates)], random);
        foreach (Cell cell in all)
        {
            cell.Measure(options.Rounds, random);
        }

        Write(options, verify, sign, peers);
        if (options.Wants("threads"))
        {
            WriteScaling(options, random);
        }

        foreach (SchemeCase item in cases)
        {
            item.Dispose();
        }

        return 0;
    }

    /// <summary>Runs everything until the JIT, which optimises in the background, has nothing left to do.</summary>
    private static void WarmUp(Candidate[] candidates, Random random)
    {
        long compiled = -1;
        for (int pass = 0; pass < MaxWarmUpPasses && (pass < MinWarmUpPasses || JitInfo.GetCompiledMethodCount() > compiled); pass++)
        {
            compiled = JitInfo.GetCompiledMethodCount();
            random.Shuffle(candidates);
            foreach (Candidate candidate in candidates)
            {
                candidate.WarmUp(WarmUpMilliseconds);
            }

            Thread.Sleep(200);
        }
    }

    private static void Write(RatioOptions options, Cell[] verify, Cell[] sign, Cell[] peers)
    {
        Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount} processors"
            + (OperatingSystem.IsLinux() ? $", OpenSSL {SafeEvpPKeyHandle.OpenSslVersion:x}" : "")
            + $"; {options.Rounds} rounds, {ThreadClock.Name}.");
        if (verify.Length > 0)
        {
            Console.WriteLine();
            RatioTable.WriteVerify(Console.Out, verify);
        }

        if (sign.Length > 0)
        {
            Console.WriteLine();
            RatioTable.WriteSign(Console.Out, sign);
        }

        foreach (Cell cell in peers)
        {
            Console.WriteLine();
            RatioTable.WritePeers(Console.Out, cell);
        }
    }

    private static void WriteScaling(RatioOptions options, Random random)
    {
        var lines = new List<ThreadScaling>();
        foreach (string scheme in new[] { "osaycore", "onering" })
        {
            foreach (int size in new[] { 100, 1024 })
            {
                using var item = new SchemeCase(scheme, size);
                Cell cell = Cells.Verify(item);
                foreach (string name in new[] { Cells.HmacKit, Cells.Bare })
                {
                    Candidate candidate = cell[name];
                    WarmUp([candidate], random);
                    var line = new ThreadScaling($"{scheme}, {RatioTable.Size(size)}: {name}", candidate.Run, options.Threads);
                    line.Measure(options.Rounds);
                    lines.Add(line);
                }
            }
        }

        Console.WriteLine();
        RatioTable.WriteScaling(Console.Out, lines, options.Threads);
    }
}
