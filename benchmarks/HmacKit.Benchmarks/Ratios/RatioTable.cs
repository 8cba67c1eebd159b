using System.Globalization;

namespace HmacKit.Benchmarks;

/// <summary>Writes the results as markdown, ready for the docs.</summary>
internal static class RatioTable
{
    public static void WriteVerify(TextWriter output, IEnumerable<Cell> cells)
    {
        output.WriteLine("| verify | body | bare, ns | hand-written / bare | HmacKit / bare | goal | HmacKit / hand-written | HmacKit async / bare | B/op |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (Cell cell in cells)
        {
            Candidate bare = cell[Cells.Bare];
            Candidate hand = cell[Cells.HandWritten];
            Candidate own = cell[Cells.HmacKit];
            Candidate async = cell[Cells.HmacKitAsync];
            double ratio = own.RatioTo(bare);
            string goal = Goal.Of(cell.Scheme, cell.BodyBytes) is { } limit ? $"≤ {Ratio(limit)}{Mark(ratio, limit)}" : "–";
            double overHand = own.RatioTo(hand);
            output.WriteLine($"| {cell.Scheme} | {Size(cell.BodyBytes)} | {Nanoseconds(bare)} | {Ratio(hand.RatioTo(bare))} | **{Ratio(ratio)}** | {goal} | {Ratio(overHand)}{Mark(overHand, Goal.OverHandWritten)} | {Ratio(async.RatioTo(bare))} | {Bytes(own, async)} |");
        }
    }

    public static void WriteSign(TextWriter output, IEnumerable<Cell> cells)
    {
        output.WriteLine("| sign | body | bare, ns | hand-written / bare | HmacKit / bare | HmacKit / hand-written | B/op |");
        output.WriteLine("|---|---|---|---|---|---|---|");
        foreach (Cell cell in cells)
        {
            Candidate bare = cell[Cells.Bare];
            Candidate hand = cell[Cells.HandWritten];
            Candidate own = cell[Cells.HmacKit];
            double overHand = own.RatioTo(hand);
            output.WriteLine($"| {cell.Scheme} | {Size(cell.BodyBytes)} | {Nanoseconds(bare)} | {Ratio(hand.RatioTo(bare))} | **{Ratio(own.RatioTo(bare))}** | {Ratio(overHand)}{Mark(overHand, Goal.OverHandWritten)} | {Bytes(own)} |");
        }
    }

    public static void WritePeers(TextWriter output, Cell cell)
    {
        output.WriteLine($"| {cell.Scheme}, {Size(cell.BodyBytes)} | ns | / bare | / HmacKit | B/op |");
        output.WriteLine("|---|---|---|---|---|");
        foreach (Candidate candidate in cell.Candidates)
        {
            output.WriteLine($"| {candidate.Name} | {Nanoseconds(candidate)} | {Ratio(candidate.RatioTo(cell[Cells.Bare]))} | {Ratio(candidate.RatioTo(cell[Cells.HmacKit]))} | {Bytes(candidate)} |");
        }
    }

    public static void WriteScaling(TextWriter output, IEnumerable<ThreadScaling> lines, int threads)
    {
        output.WriteLine($"| verify | throughput of {threads} threads / 1 |");
        output.WriteLine("|---|---|");
        foreach (ThreadScaling line in lines)
        {
            output.WriteLine($"| {line.Name} | {Ratio(line.Scale)} |");
        }
    }

    public static string Size(int bytes) => bytes < 1024 ? $"{bytes} B" : $"{bytes / 1024} KiB";

    private static string Ratio(double ratio) => ratio.ToString("F2", CultureInfo.InvariantCulture);

    private static string Mark(double ratio, double limit) => Math.Round(ratio, 2) <= limit ? "" : " ✗";

    private static string Nanoseconds(Candidate candidate) => candidate.MedianNanoseconds.ToString("F0", CultureInfo.InvariantCulture);

    private static string Bytes(params Candidate[] candidates) =>
        string.Join(" / ", candidates.Select(static candidate => candidate.BytesPerOperation.ToString("0.##", CultureInfo.InvariantCulture)).Distinct());
}
