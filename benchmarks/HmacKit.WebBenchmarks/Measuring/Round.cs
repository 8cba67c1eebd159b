namespace HmacKit.WebBenchmarks;

/// <summary>What one pipeline did in one round, for each request.</summary>
internal readonly record struct Round(double RequestsPerSecond, double CpuMicroseconds, double AllocatedBytes)
{
    public static async Task<Round> MeasureAsync(ServerProcess server, ComparisonOptions options)
    {
        Counters before = await server.ReadCountersAsync();
        (long requests, TimeSpan time) = await Wrk.RunAsync(server.Address, options.Seconds, options.WrkCpu);
        Counters after = await server.ReadCountersAsync();
        return new Round(
            requests / time.TotalSeconds,
            (after.Cpu - before.Cpu).TotalMicroseconds / requests,
            (double)(after.AllocatedBytes - before.AllocatedBytes) / requests);
    }
}
