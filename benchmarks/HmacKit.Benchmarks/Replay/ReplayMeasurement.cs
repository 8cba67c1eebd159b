using System.Diagnostics;

namespace HmacKit.Benchmarks;

/// <summary>
/// Measures one candidate in a process of its own, since the garbage of one would stop the others. After one and a half
/// windows of traffic, each figure is taken over half a window, which contains one sweep.
/// </summary>
internal sealed class ReplayMeasurement(string name, int live)
{
    private const int MemorySamples = 8;
    private const int AddsPerTurn = 1024;
    private const int AddsPerCpuReading = 64;

    // Made after the first look at the memory: a candidate may take all of it at once.
    private readonly long _bytesBefore = GC.GetTotalMemory(forceFullCollection: true);
    private readonly ReplayCandidate _candidate = ReplayCandidate.Create(name, live);
    private readonly int _half = live / 2;
    private long _number;

    public ReplayFigures Run()
    {
        Add(3 * _half);
        CheckReplays();

        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        long requestBytes = GC.GetAllocatedBytesForCurrentThread();
        (double cpu, double wall) = Time(() => Add(_half));
        requestBytes = GC.GetAllocatedBytesForCurrentThread() - requestBytes;
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        CheckReplays();

        TimeSpan pause = GC.GetTotalPauseDuration();
        var latencies = new LatencyHistogram();
        AddOneByOne(latencies);
        pause = GC.GetTotalPauseDuration() - pause;
        double worstCpu = WorstCpuMilliseconds();
        CheckReplays();

        (double twoCpu, double twoWall) = Time(AddWithTwoThreads);
        double most = 0;
        for (int i = 0; i < MemorySamples; i++)
        {
            Add(_half / MemorySamples);
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - _bytesBefore);
        }

        CheckReplays();
        GC.KeepAlive(_candidate);
        return new ReplayFigures(
            name,
            cpu,
            wall,
            twoCpu,
            twoWall,
            latencies.Quantile(0.99),
            latencies.Quantile(0.999),
            latencies.Worst / 1e6,
            worstCpu,
            most / live,
            (double)bytes / _half,
            (double)requestBytes / _half,
            pause.TotalMilliseconds);
    }

    // In short calls, so that the JIT's better code is used as soon as it is there.
    private void Add(int count)
    {
        for (int i = 0; i < count; i += AddsPerTurn)
        {
            AddTurn(Math.Min(AddsPerTurn, count - i));
        }
    }

    private void AddTurn(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Must(AddNext(_number++));
        }
    }

    private bool AddNext(long number)
    {
        _candidate.MoveTo(number);
        return _candidate.TryAdd(ReplayCandidate.Nonce(number), _candidate.SignedAt(number));
    }

    private (double Cpu, double Wall) Time(Action adds)
    {
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        adds();
        double wall = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        return ((Environment.CpuUsage.TotalTime - cpu).TotalNanoseconds / _half, wall / _half);
    }

    private void AddOneByOne(LatencyHistogram latencies)
    {
        for (int i = 0; i < _half; i++)
        {
            string nonce = ReplayCandidate.Nonce(_number);
            DateTimeOffset signedAt = _candidate.SignedAt(_number);
            _candidate.MoveTo(_number++);
            long start = Stopwatch.GetTimestamp();
            bool isAdded = _candidate.TryAdd(nonce, signedAt);
            latencies.Record(Stopwatch.GetTimestamp() - start);
            Must(isAdded);
        }
    }

    // The worst of so many adds in a row, by the thread's own CPU time: no single add can have taken more, and what
    // other programs on the machine take doesn't count.
    private double WorstCpuMilliseconds()
    {
        long worst = 0;
        for (int i = 0; i < _half; i += AddsPerCpuReading)
        {
            long start = ThreadClock.Nanoseconds();
            Add(AddsPerCpuReading);
            worst = Math.Max(worst, ThreadClock.Nanoseconds() - start);
        }

        return worst / 1e6;
    }

    private void AddWithTwoThreads()
    {
        long end = _number + _half;
        void Work()
        {
            while (true)
            {
                // The clock moves once for all of them: it stands for the system's, which threads don't fight over.
                long first = Interlocked.Add(ref _number, AddsPerTurn) - AddsPerTurn;
                _candidate.MoveTo(first);
                for (long number = first; number < first + AddsPerTurn; number++)
                {
                    if (number >= end)
                    {
                        return;
                    }

                    Must(_candidate.TryAdd(ReplayCandidate.Nonce(number), _candidate.SignedAt(number)));
                }
            }
        }

        Thread[] threads = [new(Work), new(Work)];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        _number = end;
    }

    private void CheckReplays()
    {
        if (_candidate.RefusesReplays)
        {
            for (long number = _number - 1000; number < _number; number++)
            {
                Must(!_candidate.TryAdd(ReplayCandidate.Nonce(number), _candidate.SignedAt(number)));
            }
        }
    }

    private static void Must(bool isAsExpected)
    {
        if (!isAsExpected)
        {
            throw new InvalidOperationException("A new nonce was refused, or a replay accepted.");
        }
    }
}
