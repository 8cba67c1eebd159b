using System.Diagnostics;

namespace HmacKit.Benchmarks;

/// <summary>
/// The throughput of several threads together over that of one, by the wall clock. Other jobs on the machine take cores
/// away, so each side counts with its best slice; without one moment of enough idle cores the figure is too low.
/// </summary>
internal sealed class ThreadScaling(string name, Action<int> run, int threads)
{
    private const int SliceMilliseconds = 10;
    private const int SlicesPerRound = 4;

    public string Name { get; } = name;

    public double Scale { get; private set; }

    public void Measure(int rounds)
    {
        int operations = 1000;
        operations = (int)(SliceMilliseconds * 1e6 / RunTogether(1, operations));
        double alone = double.MaxValue;
        double together = double.MaxValue;
        for (int i = 0; i < rounds * SlicesPerRound; i++)
        {
            alone = Math.Min(alone, RunTogether(1, operations));
            together = Math.Min(together, RunTogether(threads, operations));
        }

        Scale = threads * alone / together;
    }

    /// <summary>Nanoseconds that an operation takes each thread, from the first thread's start to the last one's end.</summary>
    private double RunTogether(int count, int operations)
    {
        var starts = new long[count];
        var ends = new long[count];
        using var ready = new Barrier(count);
        var workers = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            int index = i;
            workers[i] = new Thread(() =>
            {
                run(200); // this thread's own keyed state
                ready.SignalAndWait();
                starts[index] = Stopwatch.GetTimestamp();
                run(operations);
                ends[index] = Stopwatch.GetTimestamp();
            });
            workers[i].Start();
        }

        foreach (Thread worker in workers)
        {
            worker.Join();
        }

        return Stopwatch.GetElapsedTime(starts.Min(), ends.Max()).TotalNanoseconds / operations;
    }
}
