using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace HmacKit.Benchmarks;

/// <summary>
/// The quick comparison: all candidates of a cell in one process, in short interleaved slices, and the medians of their
/// ratios within a round. It takes seconds where BenchmarkDotNet takes minutes, and other jobs on the machine disturb it less.
/// </summary>
internal static class RatioCommand
{
    private const int WarmUpPasses = 3;
    private const int WarmUpMilliseconds = 50;

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
        Candidate[] candidates = [.. all.SelectMany(static cell => cell.Candidates)];
        for (int i = 0; i < WarmUpPasses; i++)
        {
            random.Shuffle(candidates);
            foreach (Candidate candidate in candidates)
            {
                candidate.WarmUp(WarmUpMilliseconds);
            }
        }

        foreach (Cell cell in all)
        {
            cell.Measure(options.Rounds, random);
        }

        Write(options, verify, sign, peers);
        if (options.Wants("threads"))
        {
            WriteScaling(options);
        }

        foreach (SchemeCase item in cases)
        {
            item.Dispose();
        }

        return 0;
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

    private static void WriteScaling(RatioOptions options)
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
                    candidate.WarmUp(WarmUpPasses * WarmUpMilliseconds);
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
