using System.Globalization;

/// <summary>
/// Runs inside the host that is soaked, before its own Main (DOTNET_STARTUP_HOOKS, which asks for this very name without a namespace): writes what only the process itself knows, a line
/// for each interval. The host's code isn't touched.
/// </summary>
#pragma warning disable CA1050 // The runtime looks for it without a namespace.
public static class StartupHook
#pragma warning restore CA1050
{
    /// <summary>The variable with the file to write to.</summary>
    public const string FileVariable = "HMACKIT_SOAK_FILE";

    /// <summary>The variable with the seconds between two lines.</summary>
    public const string IntervalVariable = "HMACKIT_SOAK_SECONDS";

    /// <summary>The variable that makes the host leak: 256 KiB and an open file each second. A run with it must fail.</summary>
    public const string LeakVariable = "HMACKIT_SOAK_LEAK";

    private static readonly List<object> Leaked = [];

    /// <summary>Called by the runtime.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(FileVariable) is not { Length: > 0 } file)
        {
            return;
        }

        var interval = TimeSpan.FromSeconds(double.Parse(Environment.GetEnvironmentVariable(IntervalVariable)!, CultureInfo.InvariantCulture));
        bool leaks = Environment.GetEnvironmentVariable(LeakVariable) == "1";
        new Thread(() => Report(file, interval, leaks)) { IsBackground = true, Name = "soak" }.Start();
    }

    private static void Report(string file, TimeSpan interval, bool leaks)
    {
        while (true)
        {
            Thread.Sleep(interval);

            // Twice, so that what only a finalizer holds isn't counted.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            long heap = GC.GetTotalMemory(forceFullCollection: true);
            File.WriteAllText(file + ".new", string.Create(CultureInfo.InvariantCulture,
                $"{heap} {GC.CollectionCount(0)} {GC.CollectionCount(1)} {GC.CollectionCount(2)} {GC.GetTotalAllocatedBytes()} {GC.GetTotalPauseDuration().TotalMilliseconds:F0} {ThreadPool.ThreadCount}"));
            File.Move(file + ".new", file, overwrite: true);
            for (double seconds = 0; leaks && seconds < interval.TotalSeconds; seconds++)
            {
                Leaked.Add(new byte[256 * 1024]);
                Leaked.Add(File.OpenRead("/proc/self/status"));
            }
        }
    }
}
