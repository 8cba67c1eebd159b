using System.Diagnostics;

namespace HmacKit.Benchmarks;

/// <summary>
/// The throughput of several threads together over that of one. Other jobs on the machine take cores away, so each side
/// counts with its best slice; without one moment of enough idle cores the figure by the wall clock is too low. The one
/// by CPU time holds all the same, but it says nothing if the threads never ran at once, or slept on a lock.
/// </summary>
internal sealed class ThreadScaling(string name, Action<int> run, int threads)
{
    private const int SliceMilliseconds = 10;
    private const int SlicesPerRound = 4;

    public string Name { get; } = name;

    public double ByWallTime { get; private set; }

    public double ByCpuTime { get; private set; }

    public void Measure(int rounds)
    {
        int operations = 1000;
        operations = (int)(SliceMilliseconds * 1e6 / RunTogether(1, operations).Wall);
        (double Wall, double Cpu) alone = (double.MaxValue, double.MaxValue);
        (double Wall, double Cpu) together = alone;
        for (int i = 0; i < rounds * SlicesPerRound; i++)
        {
            alone = Best(alone, RunTogether(1, operations));
            together = Best(together, RunTogether(threads, operations));
        }

        ByWallTime = threads * alone.Wall / together.Wall;
        ByCpuTime = threads * alone.Cpu / together.Cpu;
    }

    private static (double Wall, double Cpu) Best((double Wall, double Cpu) left, (double Wall, double Cpu) right) =>
        (Math.Min(left.Wall, right.Wall), Math.Min(left.Cpu, right.Cpu));

    /// <summary>
    /// Nanoseconds that an operation takes each thread: from the first thread's start to the last one's end, and of CPU
    /// time on average.
    /// </summary>
    private (double Wall, double Cpu) RunTogether(int count, int operations)
    {
        var starts = new long[count];
        var ends = new long[count];
        var cpu = new long[count];
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
                long cpuStart = ThreadClock.Nanoseconds();
                run(operations);
                cpu[index] = ThreadClock.Nanoseconds() - cpuStart;
                ends[index] = Stopwatch.GetTimestamp();
            });
            workers[i].Start();
        }

        foreach (Thread worker in workers)
        {
            worker.Join();
        }

        return (Stopwatch.GetElapsedTime(starts.Min(), ends.Max()).TotalNanoseconds / operations, cpu.Average() / operations);
    }
}
