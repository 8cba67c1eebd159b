using System.Diagnostics;

namespace HmacKit.Benchmarks;

/// <summary>
/// The throughput of several threads together over that of one. On a machine with other work the wall clock counts that
/// work too; the CPU time doesn't, but it doesn't see a thread that sleeps on a lock either. So both are given.
/// </summary>
internal sealed class ThreadScaling(string name, Action<int> run, int threads)
{
    private const int SliceMilliseconds = 30;

    public string Name { get; } = name;

    public double ByCpuTime { get; private set; }

    public double ByWallTime { get; private set; }

    public void Measure(int rounds)
    {
        int operations = 1000;
        RunTogether(threads, operations, out _, out _);
        RunTogether(1, operations, out double warm, out _);
        operations = (int)(operations * SliceMilliseconds * 1e6 / (warm * operations));
        var cpu = new List<double>();
        var wall = new List<double>();
        for (int i = 0; i < rounds; i++)
        {
            RunTogether(1, operations, out double aloneCpu, out double aloneWall);
            RunTogether(threads, operations, out double togetherCpu, out double togetherWall);
            cpu.Add(threads * aloneCpu / togetherCpu);
            wall.Add(threads * aloneWall / togetherWall);
        }

        ByCpuTime = Candidate.Median(cpu);
        ByWallTime = Candidate.Median(wall);
    }

    /// <summary>Nanoseconds an operation, on average over the threads, by either clock.</summary>
    private void RunTogether(int count, int operations, out double cpu, out double wall)
    {
        long cpuSum = 0;
        long wallSum = 0;
        using var start = new Barrier(count);
        var workers = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            workers[i] = new Thread(() =>
            {
                run(200); // this thread's own keyed state
                start.SignalAndWait();
                long wallStart = Stopwatch.GetTimestamp();
                long cpuStart = ThreadClock.Nanoseconds();
                run(operations);
                Interlocked.Add(ref cpuSum, ThreadClock.Nanoseconds() - cpuStart);
                Interlocked.Add(ref wallSum, Stopwatch.GetElapsedTime(wallStart).Ticks * 100);
            });
            workers[i].Start();
        }

        foreach (Thread worker in workers)
        {
            worker.Join();
        }

        cpu = (double)cpuSum / count / operations;
        wall = (double)wallSum / count / operations;
    }
}
