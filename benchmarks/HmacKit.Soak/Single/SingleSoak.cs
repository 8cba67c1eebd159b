using System.Globalization;
using System.Runtime.InteropServices;

namespace HmacKit.Soak;

/// <summary>
/// samples/Providers on Kestrel at full load for as long as is asked, one request in ten hostile. Fails if memory or handles grow, if a hostile request is accepted or an answer isn't one that is meant.
/// </summary>
internal static class SingleSoak
{
    private const double Mebi = 1024 * 1024;
    private const int Intervals = 120;

    public static async Task<int> RunAsync(TimeSpan duration, int connections, bool isControl)
    {
        string folder = Directory.CreateTempSubdirectory("hmackit-soak-").FullName;
        string hookFile = Path.Combine(folder, "figures");
        TimeSpan interval = TimeSpan.FromSeconds(Math.Clamp(duration.TotalSeconds / Intervals, 1, 15));
        var environment = new Dictionary<string, string>
        {
            ["DOTNET_STARTUP_HOOKS"] = typeof(SingleSoak).Assembly.Location,
            [StartupHook.FileVariable] = hookFile,
            [StartupHook.IntervalVariable] = interval.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            [StartupHook.LeakVariable] = isControl ? "1" : "0",
        };
        using SampleHost host = await SampleHost.StartAsync("Providers", ["--Store:Path", Path.Combine(folder, "providers.db")], environment);
        Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors, {connections} connections without a pause, {duration.TotalMinutes:0.#} minutes{(isControl ? ", a host that leaks" : "")}; load of the machine {LoadAverage()}");
        Console.WriteLine("| minute | requests/s | p50 ms | p99 | p99.9 | RSS MiB | heap MiB | handles | threads | GC 0/1/2 a minute | load |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");

        var load = new LoadWorkers(host.EndPoint, connections);
        using var stop = new CancellationTokenSource(duration);
        Task work = load.RunAsync(stop.Token);
        List<HostFigures> figures = await WatchAsync(host, hookFile, load, interval, stop.Token);
        await work;
        bool isAlive = !host.HasExited;
        host.Dispose();
        Directory.Delete(folder, recursive: true);
        return Judge(figures, load, host.Complaints, isAlive) ? 0 : 1;
    }

    private static async Task<List<HostFigures>> WatchAsync(SampleHost host, string hookFile, LoadWorkers load, TimeSpan interval, CancellationToken stop)
    {
        long start = TimeProvider.System.GetTimestamp();
        var figures = new List<HostFigures>();
        HostFigures? printed = null;
        long counted = 0;
        while (!stop.IsCancellationRequested && !host.HasExited)
        {
            try
            {
                await Task.Delay(interval, stop);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            if (HostFigures.Read(host.Id, hookFile, TimeProvider.System.GetElapsedTime(start)) is not { } now)
            {
                continue;
            }

            figures.Add(now);
            HostFigures last = printed ?? default;
            double minutes = (now.Time - last.Time).TotalMinutes;
            if (minutes >= 0.99)
            {
                long count = load.Answers.Values.Sum();
                LatencyHistogram times = load.TakeRecent();
                int[] before = last.Collections ?? [0, 0, 0];
                string collections = string.Join('/', now.Collections.Zip(before, (after, first) => ((after - first) / minutes).ToString("F0", CultureInfo.InvariantCulture)));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {now.Time.TotalMinutes:F0} | {(count - counted) / (now.Time - last.Time).TotalSeconds:F0} | {times.Milliseconds(0.5):F1} | {times.Milliseconds(0.99):F1} | {times.Milliseconds(0.999):F1} | {now.ResidentBytes / Mebi:F0} | {now.HeapBytes / Mebi:F1} | {now.Handles} | {now.Threads} | {collections} | {LoadAverage()} |"));
                printed = now;
                counted = count;
            }
        }

        return figures;
    }

    private static bool Judge(List<HostFigures> figures, LoadWorkers load, IReadOnlyDictionary<string, int> complaints, bool isAlive)
    {
        bool isGood = isAlive;
        Console.WriteLine();
        Console.WriteLine("| answers | statuses | |");
        Console.WriteLine("|---|---|---|");
        foreach (RequestKind kind in RequestKind.Good.Concat(RequestKind.Hostile))
        {
            (int Status, long Count)[] answers = [.. load.Answers.Where(answer => answer.Key.Kind == kind.Name).Select(static answer => (answer.Key.Status, answer.Value)).OrderByDescending(static answer => answer.Value)];
            bool isMeant = answers.All(answer => kind.Allowed.Contains(answer.Status));
            isGood &= isMeant;
            Console.WriteLine($"| {kind.Name} | {string.Join(", ", answers.Select(static answer => $"{(answer.Status == RequestKind.Closed ? "closed" : answer.Status)}: {answer.Count.ToString("N0", CultureInfo.InvariantCulture)}"))} | {(isMeant ? "" : "NOT MEANT")} |");
        }

        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{load.Answers.Values.Sum():N0} requests, p50 {load.Times.Milliseconds(0.5):F2} ms, p99 {load.Times.Milliseconds(0.99):F2} ms, p99.9 {load.Times.Milliseconds(0.999):F2} ms of the good ones; {load.FailedToConnect} connections not made; {(isAlive ? "alive at the end" : "THE HOST HAS ENDED")}"));
        Console.WriteLine(complaints.Count == 0 ? "Nothing in the log from a warning up." : $"In the log: {string.Join(", ", complaints.Select(static entry => $"{entry.Key} {entry.Value.ToString("N0", CultureInfo.InvariantCulture)} times"))}");

        // What a stranger sends mustn't make the server itself complain: that fills a log with stack traces.
        isGood &= !complaints.Keys.Any(static entry => entry.Contains("Kestrel", StringComparison.Ordinal));
        if (figures.Count < 9)
        {
            Console.WriteLine("Too short to say whether anything grows.");
            return false;
        }

        HostFigures last = figures[^1];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"collections {string.Join('/', last.Collections)}, of which each interval's two full ones are ours; paused {last.PauseMilliseconds / last.Time.TotalMilliseconds:P2} of the time; {last.AllocatedBytes / (double)Math.Max(1, load.Answers.Values.Sum()):F0} bytes a request"));
        Console.WriteLine();
        Console.WriteLine("| last two thirds | at first | grown | ± | allowed | |");
        Console.WriteLine("|---|---|---|---|---|---|");
        isGood &= Holds("heap after a collection, MiB", figures, static figure => figure.HeapBytes / Mebi, 0.05, 2);
        isGood &= Holds("RSS, MiB", figures, static figure => figure.ResidentBytes / Mebi, 0.05, 16);
        isGood &= Holds("handles", figures, static figure => figure.Handles, 0.05, 8);
        isGood &= Holds("threads", figures, static figure => figure.Threads, 0.05, 8);
        Console.WriteLine(isGood ? "HOLDS" : "DOESN'T HOLD");
        return isGood;
    }

    /// <summary>Whether it has grown by no more than a share of what it was, or by a little that is no leak.</summary>
    private static bool Holds(string name, List<HostFigures> figures, Func<HostFigures, double> value, double share, double least)
    {
        Growth growth = Growth.Fit([.. figures.Select(figure => (figure.Time.TotalSeconds, value(figure)))]);
        double allowed = Math.Max(growth.First * share, least);
        bool holds = !growth.IsMoreThan(allowed);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {growth.First:F1} | {growth.Grown:F1} | {growth.Error:F1} | {allowed:F1} | {(holds ? "" : "GROWS")} |"));
        return holds;
    }

    private static string LoadAverage() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
