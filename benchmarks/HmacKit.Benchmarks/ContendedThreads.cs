using System.Diagnostics;

namespace HmacKit.Benchmarks;

/// <summary>
/// The throughput of two threads that do the same thing to the same object, over that of one. Time is taken in short
/// stretches, and of two threads only those stretches count in which both got on: where other jobs hold one of them up,
/// the other one runs alone, and would look as if nothing were in its way.
/// </summary>
internal sealed class ContendedThreads(Action<int> run)
{
    private const int StepOperations = 100;
    private const int FewestSteps = 10;
    private const int MostSteps = 400;
    private const int FewestStretches = 8;
    private const int Stride = 64; // numbers that two threads write are far apart

    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(250);

    private readonly long[] _steps = new long[3 * Stride];

    // Short, so that little of what other jobs do falls into one. Threads that wait for a lock take turns of their own length, though, and
    // for them a stretch becomes longer until it has several.
    private int _stretchSteps = FewestSteps;

    public double Throughput { get; private set; }

    public void Measure(int rounds)
    {
        var ratios = new List<double>();
        for (int i = 0; i < rounds; i++)
        {
            var alone = Stretches(thread: 1, other: null);
            var together = new List<double>[2];
            var ready = new Barrier(2);
            var second = new Thread(() =>
            {
                ready.SignalAndWait();
                together[1] = Stretches(thread: 2, other: 1);
            });
            second.Start();
            ready.SignalAndWait();
            together[0] = Stretches(thread: 1, other: 2);
            second.Join();
            if (together[0].Count >= FewestStretches && together[1].Count >= FewestStretches)
            {
                double aloneRate = 1 / Candidate.Median(alone);
                ratios.Add(((1 / Candidate.Median(together[0])) + (1 / Candidate.Median(together[1]))) / aloneRate);
            }
            else
            {
                _stretchSteps = Math.Min(2 * _stretchSteps, MostSteps);
            }
        }

        Throughput = ratios.Count > 0 ? Candidate.Median(ratios) : double.NaN;
    }

    private List<double> Stretches(int thread, int? other)
    {
        var durations = new List<double>();
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin) is var time && (time < Least || (durations.Count < FewestStretches && time < Most)))
        {
            long others = other is null ? 0 : Volatile.Read(ref _steps[other.Value * Stride]);
            long start = Stopwatch.GetTimestamp();
            for (int step = 0; step < _stretchSteps; step++)
            {
                run(StepOperations);
                Volatile.Write(ref _steps[thread * Stride], _steps[thread * Stride] + 1);
            }

            double duration = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            if (other is null || Volatile.Read(ref _steps[other.Value * Stride]) - others >= _stretchSteps / 3)
            {
                durations.Add(duration);
            }
        }

        return durations;
    }
}
