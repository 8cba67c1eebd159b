using System.Globalization;
using System.Runtime.InteropServices;

namespace HmacKit.Benchmarks;

/// <summary>
/// Schemes that take more than a few headers, beside a verifier written by hand for each and the vendor's own from NuGet: in one process, in short slices that
/// take turns, as the ratios are measured.
/// </summary>
internal static class VendorCommand
{
    private const string Usage = "schemes [ROUNDS (25)]";
    private const int WarmUpPasses = 8;

    public static int Run(string[] args)
    {
        int rounds = 25;
        if (args.Length > 1 || (args.Length == 1 && (!int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out rounds) || rounds == 0)))
        {
            Console.Error.WriteLine("Usage: " + Usage);
            return 2;
        }

        var aws = new AwsSigV4Case();
        VendorCase[] cases = [aws, new MessageSignatureCase(), new TwilioCase(), new MailgunCase(), new StripeCase(), new StandardWebhooksCase()];
        Cell[] cells = [.. cases.Select(Verify), Sign(aws)];
        var random = new Random(1);
        for (int pass = 0; pass < WarmUpPasses; pass++)
        {
            foreach (Candidate candidate in cells.SelectMany(static cell => cell.Candidates))
            {
                candidate.WarmUp(30);
            }

            Thread.Sleep(200);
        }

        Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount} processors; {rounds} rounds, {ThreadClock.Name}.");
        Console.WriteLine();
        Console.WriteLine("| scheme | hand-written, ns | HmacKit / hand-written | B/op | vendor's / HmacKit | B/op |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (Cell cell in cells)
        {
            cell.Measure(rounds, random);
            Write(cell);
        }

        return 0;
    }

    private static Cell Verify(VendorCase item)
    {
        item.Check();
        Candidate[] both =
        [
            new(Cells.HandWritten, Cells.Loop(() => Require(item.VerifyByHand(item.Request)))),
            new(Cells.HmacKit, Cells.Loop(() => Require(item.Verify()))),
        ];
        return new(item.Name, item.Request.Body.Length, item.Vendor is null ? both : [.. both, new(item.Vendor, Cells.Loop(() => Require(item.VerifyByVendor())))]);
    }

    private static Cell Sign(AwsSigV4Case item) => new(
        "aws-sigv4, signing",
        item.Request.Body.Length,
        new(Cells.HandWritten, Cells.Loop(() => item.SignByHand())),
        new(Cells.HmacKit, Cells.Loop(() => item.SignByHmacKit())),
        new("AWSSDK.Core, with the canonical request given", Cells.Loop(() => Require(item.SignByVendor()))));

    private static void Write(Cell cell)
    {
        Candidate own = cell[Cells.HmacKit];
        string vendor = cell.Candidates.Length < 3 ? "| – | " : FormattableString.Invariant(
            $"| {cell.Candidates[2].RatioTo(own):F2} ({cell.Candidates[2].Name}) | {cell.Candidates[2].BytesPerOperation:0.##} ");
        Console.WriteLine(FormattableString.Invariant(
            $"| {cell.Scheme}, {cell.BodyBytes} B | {cell[Cells.HandWritten].MedianNanoseconds:F0} | **{own.RatioTo(cell[Cells.HandWritten]):F2}** | {own.BytesPerOperation:0.##} {vendor}|"));
    }

    private static void Require(bool isRight)
    {
        if (!isRight)
        {
            throw new InvalidOperationException("A candidate refuses the request.");
        }
    }
}
