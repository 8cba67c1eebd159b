using System.Globalization;

namespace HmacKit.Benchmarks;

/// <summary>From what was measured to 1,000, 100,000 and 10 million requests a second, with no more than the formulas of docs/scaling.md.</summary>
/// <param name="options">What isn't measured here.</param>
internal sealed class ScaleProjection(ScaleOptions options)
{
    private const double RedisBytes = 129;
    private const double PostgresBytes = 154;
    private const int RedisExtraSeconds = 15;
    private const int PostgresExtraSeconds = 12 * 60;

    private static readonly long[] Rates = [1_000, 100_000, 10_000_000];

    public void Print(double verify, double redisClient, StoreModel redis, StoreModel postgres)
    {
        double request = options.RequestMicroseconds + verify + redisClient;
        Write($"## What follows");
        Write($"");
        Write($"{options.Cores} cores a machine and {options.Gigabytes} GB a master, none loaded over {options.Load:P0}; a request is {options.RequestMicroseconds:F1} µs of the server, {verify:F2} µs of verifying and {redisClient:F1} µs of a claim in Redis.");
        Write($"");
        Write($"| requests/s | window | machines | live claims | memory in one process, or on each of the machines | Redis: masters by rate, by memory | busiest master / mean | at its rate: p50, p99, p99.9 ms | PostgreSQL: servers by rate, GB | commits/s a server |");
        Write($"|---|---|---|---|---|---|---|---|---|---|");
        foreach (long rate in Rates)
        {
            foreach (int window in (int[])[60, 600])
            {
                Write(Row(rate, window, request, redis, postgres));
            }
        }

        Write($"");
        Write($"| a master that dies at | replica behind | guard | accepted twice, on average | refused, on average |");
        Write($"|---|---|---|---|---|");
        foreach ((double lag, double guard) in ((double, double)[])[(0.001, -1), (0.1, -1), (0.1, 15), (0.1, 2)])
        {
            const int Rate = 1_000;
            FailoverSimulation failover = new FailoverSimulation(Rate, window: 600, lag, guard).Run();
            Write($"| {Rate:N0}/s | {lag * 1e3:F0} ms | {(guard < 0 ? "none" : $"{guard:F0} s")} | {failover.Twice:F1} | {failover.Refused:N0} |");
        }
    }

    private FormattableString Row(long rate, int window, double request, StoreModel redis, StoreModel postgres)
    {
        double machines = Math.Ceiling(rate * request / 1e6 / (options.Cores * options.Load));
        double byRate = Math.Ceiling(rate / (redis.Capacity * options.Load));
        double byMemory = Math.Ceiling(rate * (window + RedisExtraSeconds) * RedisBytes / (options.Gigabytes * 1e9 * options.Load));
        int masters = (int)Math.Max(byRate, byMemory);
        double busiest = ShardSimulation.Busiest(masters, rate);
        var master = StoreSimulation.Open(redis, rate * busiest / masters, 20_000);
        double servers = Math.Ceiling(rate / (postgres.Capacity * options.Load));
        var server = StoreSimulation.Open(postgres, rate / servers, 20_000);
        double commits = server.Batches / (server.End / 1e6);
        return $"| {rate:N0} | {window} s | {machines:N0} | {rate * window:N0} | {Bytes(MemoryModel.Bytes(rate * window))}, {Bytes(MemoryModel.Bytes((long)(rate * window / machines)))} | {byRate:N0}, {byMemory:N0} | {busiest:F3} | {master.Quantile(0.5) / 1e3:F2}, {master.Quantile(0.99) / 1e3:F2}, {master.Quantile(0.999) / 1e3:F2} | {servers:N0}, {rate * (window + PostgresExtraSeconds) * PostgresBytes / 1e9:N0} | {commits:N0} |";
    }

    private static string Bytes(double bytes) => bytes < 1e9 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB") : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F1} GB");

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
