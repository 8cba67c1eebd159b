using System.Diagnostics;
using System.Runtime.InteropServices;

namespace HmacKit.Benchmarks;

/// <summary>The CPU time of the current thread on Linux, so that other jobs on the machine don't count; elsewhere wall time.</summary>
internal static partial class ThreadClock
{
    private const int ThreadCpuTime = 3; // CLOCK_THREAD_CPUTIME_ID in Linux' time.h

    public static string Name => OperatingSystem.IsLinux() ? "CPU time of the thread" : "wall time";

    public static long Nanoseconds()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = GetTime(ThreadCpuTime, out TimeSpec time);
            return ((long)time.Seconds * 1_000_000_000) + time.Nanoseconds;
        }

        return Stopwatch.GetElapsedTime(0).Ticks * 100;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    private readonly struct TimeSpec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
