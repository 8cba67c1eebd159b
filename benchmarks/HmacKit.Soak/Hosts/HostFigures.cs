using System.Globalization;

namespace HmacKit.Soak;

/// <summary>What a process holds now, and what it has used since it started.</summary>
/// <param name="ResidentBytes">Memory that the kernel counts for it.</param>
/// <param name="HeapBytes">What is alive on the managed heap, just after a full collection.</param>
/// <param name="Handles">Open file descriptors.</param>
internal readonly record struct HostFigures(
    TimeSpan Time, long ResidentBytes, long HeapBytes, int Handles, int Threads, int[] Collections, long AllocatedBytes, double PauseMilliseconds)
{
    /// <summary>Reads /proc and what the hook in the process wrote last; null while that hasn't written anything.</summary>
    public static HostFigures? Read(int process, string hookFile, TimeSpan time)
    {
        if (!File.Exists(hookFile))
        {
            return null;
        }

        string[] values = File.ReadAllText(hookFile).Split(' ');
        long Number(int index) => long.Parse(values[index], CultureInfo.InvariantCulture);
        string[] status = File.ReadAllLines($"/proc/{process}/status");
        long Status(string name) =>
            long.Parse(status.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split((char[])[':', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        return new HostFigures(
            time,
            Status("VmRSS:") * 1024,
            Number(0),
            Directory.GetFiles($"/proc/{process}/fd").Length,
            (int)Status("Threads:"),
            [(int)Number(1), (int)Number(2), (int)Number(3)],
            Number(4),
            double.Parse(values[5], CultureInfo.InvariantCulture));
    }
}
