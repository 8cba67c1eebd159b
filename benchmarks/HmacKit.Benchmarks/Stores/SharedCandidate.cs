using System.Diagnostics;

namespace HmacKit.Benchmarks;

/// <summary>One way to do a thing, by a number of callers who each wait for their answer before they ask again.</summary>
/// <param name="name">What it is called in the table.</param>
/// <param name="call">One call, given a number that no call had before.</param>
internal sealed class SharedCandidate(string name, Func<long, Task> call)
{
    private static long _next;

    public string Name => name;

    /// <summary>Calls a second, one figure for each slice.</summary>
    public List<double> Rates { get; } = [];

    /// <summary>Bytes that the whole process allocated per call, one figure for each slice.</summary>
    public List<double> Bytes { get; } = [];

    /// <summary>Processor time that the whole process took per call, in microseconds, one figure for each slice. Other work on the machine hardly touches it.</summary>
    public List<double> ProcessorTimes { get; } = [];

    /// <summary>One call.</summary>
    public Task CallAsync(long number) => call(number);

    public async Task RunAsync(int callers, TimeSpan time, bool counts)
    {
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        TimeSpan used = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        long end = start + (long)(time.TotalSeconds * Stopwatch.Frequency);
        long[] done = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => RepeatAsync(end))));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (counts)
        {
            Rates.Add(done.Sum() / seconds);
            ProcessorTimes.Add((Environment.CpuUsage.TotalTime - used).TotalMicroseconds / done.Sum());
            Bytes.Add((double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / done.Sum());
        }
    }

    private async Task<long> RepeatAsync(long end)
    {
        long calls = 0;
        for (; Stopwatch.GetTimestamp() < end; calls++)
        {
            await call(Interlocked.Increment(ref _next));
        }

        return calls;
    }
}
