namespace HmacKit.Benchmarks;

/// <summary>Something to measure: runs its operation a number of times in a row.</summary>
internal sealed class Candidate(string name, Action<int> run)
{
    private const int AllocationSample = 1000;

    private int _sliceOperations = 1;

    public string Name { get; } = name;

    /// <summary>Nanoseconds an operation, one figure a round.</summary>
    public List<double> Rounds { get; } = [];

    public double BytesPerOperation { get; private set; }

    public double MedianNanoseconds => Median(Rounds);

    /// <summary>The median of the ratios within each round, which is what noise of a shared machine does least to.</summary>
    public double RatioTo(Candidate reference) => Median([.. Rounds.Zip(reference.Rounds, static (own, other) => own / other)]);

    public static double Median(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Runs for a while without measuring.</summary>
    public void WarmUp(int milliseconds)
    {
        long end = ThreadClock.Nanoseconds() + (milliseconds * 1_000_000L);
        while (ThreadClock.Nanoseconds() < end)
        {
            run(8);
        }
    }

    /// <summary>Finds how many operations fill a slice, and counts what one allocates.</summary>
    public void Calibrate(double sliceMilliseconds)
    {
        int operations = 8;
        long elapsed;
        while ((elapsed = Time(operations)) < 500_000)
        {
            operations *= 2;
        }

        _sliceOperations = Math.Max(1, (int)(operations * sliceMilliseconds * 1_000_000 / elapsed));
        long before = GC.GetAllocatedBytesForCurrentThread();
        run(AllocationSample);
        BytesPerOperation = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / AllocationSample;
    }

    public void RunRound() => Rounds.Add((double)Time(_sliceOperations) / _sliceOperations);

    public void Run(int operations) => run(operations);

    private long Time(int operations)
    {
        long start = ThreadClock.Nanoseconds();
        run(operations);
        return ThreadClock.Nanoseconds() - start;
    }
}
