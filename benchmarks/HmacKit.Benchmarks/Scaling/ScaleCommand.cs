using System.Globalization;

namespace HmacKit.Benchmarks;

/// <summary>
/// The model of docs/scaling.md: measures the small cases, fits it to a few of them, says how far it is from all of them, and goes on from there to
/// what can't be measured on one machine. It fails if it is more than a tenth off.
/// </summary>
internal static class ScaleCommand
{
    private const double Tolerance = 0.10;

    private static readonly int[] MemorySizes = [10_000, 100_000, 1_000_000, 5_000_000];
    private static readonly int[] CallerCounts = [1, 4, 16, 64, 256];

    public static int Run(string[] args)
    {
        if (ScaleOptions.Read(args) is not { } options)
        {
            Console.Error.WriteLine("Usage: " + ScaleOptions.Usage);
            return 2;
        }

        return RunAsync(options).GetAwaiter().GetResult() ? 0 : 1;
    }

    private static async Task<bool> RunAsync(ScaleOptions options)
    {
        bool isNear = true;
        Write($"| memory store | measured, bytes | model | model / measured |");
        Write($"|---|---|---|---|");
        _ = ScaleMeasurement.MemoryBytes(MemorySizes[0]); // what is made once for all stores
        foreach (int live in MemorySizes)
        {
            long measured = ScaleMeasurement.MemoryBytes(live);
            long model = MemoryModel.Bytes(live);
            isNear &= IsNear(model, measured);
            Write($"| {live:N0} live | {measured:N0} ({(double)measured / live:F1} each) | {model:N0} | {(double)model / measured:F3} |");
        }

        double verify = ScaleMeasurement.VerifyMicroseconds();
        Write($"");
        Write($"{options.Rounds} rounds of {options.Milliseconds} ms; the model is fitted to the counts in bold, and predicts the others.");
        Write($"");
        Write($"| store | callers | calls/s, measured | model | model / measured |");
        Write($"|---|---|---|---|---|");
        StoreModel? redis = null;
        StoreModel? postgres = null;
        double redisClient = 0;
        foreach (ScaleSubject subject in ScaleSubject.All)
        {
            await using (subject.Store)
            {
                await subject.Store.StartAsync();
                SharedCandidate candidate = subject.Find();
                IReadOnlyList<(int Callers, double Rate)> measured = await ScaleMeasurement.RatesAsync(candidate.CallAsync, CallerCounts, options.Rounds, TimeSpan.FromMilliseconds(options.Milliseconds));
                var model = StoreModel.Fit(subject.Senders, subject.MaxBatch, [.. measured.Where(point => IsFitted(point.Callers))]);
                foreach ((int callers, double rate) in measured)
                {
                    double said = StoreSimulation.ClosedRate(model, callers);
                    isNear &= IsNear(said, rate);
                    Write($"| {subject.Title} | {(IsFitted(callers) ? $"**{callers}**" : callers)} | {rate:N0} | {said:N0} | {said / rate:F3} |");
                }

                Console.Error.WriteLine($"{subject.Title}: {model}");
                (redis, postgres) = (subject.IsRedis ? model : redis, subject.IsPostgresClaim ? model : postgres);
                if (subject.IsRedis)
                {
                    await candidate.RunAsync(256, TimeSpan.FromSeconds(1), counts: true);
                    redisClient = Candidate.Median(candidate.ProcessorTimes);
                }
            }
        }

        Write($"");
        new ScaleProjection(options).Print(verify, redisClient, redis!, postgres!);
        Write($"");
        Write($"{(isNear ? "All small cases are within" : "Not all small cases are within")} {Tolerance:P0} of what was measured.");
        return isNear;
    }

    private static bool IsFitted(int callers) => callers != 64;

    private static bool IsNear(double model, double measured) => Math.Abs((model / measured) - 1) <= Tolerance;

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
