using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace HmacKit.Soak;

/// <summary>
/// Four processes of samples/Providers over one Redis or PostgreSQL, and four of samples/WebhookReceiver over one database, one of each killed with -9 and started again every minute. Fails if a nonce is
/// accepted twice, a budget over-granted, or an event lost or handled twice.
/// </summary>
internal static class FleetSoak
{
    private const int Processes = 4;

    // 20 a second for each key, 300 at once.
    private const int BucketCapacity = 300;
    private const double BucketPerSecond = 20;

    private static readonly TimeSpan BetweenKills = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(TimeSpan duration, bool isRedis)
    {
        string folder = Directory.CreateTempSubdirectory("hmackit-soak-").FullName;
        await using StoreServer store = isRedis ? await StoreServer.StartRedisAsync() : await StoreServer.StartPostgresAsync();
        SampleHost[] providers = await StartAsync("Providers",
        [
            "--store", isRedis ? "redis" : "postgres", "--store-connection", store.Connection, "--store-clock-difference", "00:00:01",
            "--HmacKit:Limits:Tiers:soak:Limits:0:Name", "soak", "--HmacKit:Limits:Tiers:soak:Limits:0:Tokens", "20", "--HmacKit:Limits:Tiers:soak:Limits:0:Period", "00:00:01",
            "--HmacKit:Limits:Tiers:soak:Limits:0:Capacity", BucketCapacity.ToString(CultureInfo.InvariantCulture),
            $"--HmacKit:theone:Keys:{SignedCalls.BudgetKey}:Tier", "soak", "--HmacKit:Limits:Tiers:pro:InAnyHour", "1000000",
        ]);
        SampleHost[] receivers = await StartAsync("WebhookReceiver",
            isRedis ? ["--Store:Path", Path.Combine(folder, "receivers.db"), "--Store:LeaseTime", "00:00:05"] : ["--Store:Postgres", store.Connection, "--Store:LeaseTime", "00:00:05"]);
        Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {Environment.ProcessorCount} processors, {Processes} providers on {(isRedis ? "Redis" : "PostgreSQL")}, {Processes} receivers on {(isRedis ? "SQLite" : "PostgreSQL")}, {duration.TotalMinutes:0.#} minutes; load of the machine {LoadAverage()}");

        // A Redis that has just been started can't know what was used before: for as long as a signature is good, its hosts refuse what was signed then.
        await Task.Delay(TimeSpan.FromSeconds(isRedis ? 40 : 0));
        IPEndPoint[] servers = [.. providers.Select(static provider => provider.EndPoint)];
        var nonces = new NonceCheck(servers);
        var webhooks = new WebhookCheck(isRedis ? [] : providers, receivers);

        // Budgets are shared through Redis; over PostgreSQL each process of this sample has its own.
        IPEndPoint[] sharing = isRedis ? servers : [];
        BudgetCheck[] budgets =
        [
            new("a bucket of 300, 20 a second", static seconds => BucketCapacity + (BucketPerSecond * seconds), TimeSpan.FromMilliseconds(60), SignedCalls.BalancesOnBudget, sharing),
            new("100 in any hour", static _ => 100, TimeSpan.FromMilliseconds(250), static () => SignedCalls.Bearer("osk_test_free", "GET", "/v1/external/me"), sharing),
            new("100 in any minute", static seconds => seconds < 60 ? 100 : double.PositiveInfinity, TimeSpan.FromMilliseconds(250), SignedCalls.SandboxProducts, sharing),
        ];
        await webhooks.SubscribeAsync();

        using var stop = new CancellationTokenSource(duration);
        Task[] checks = [nonces.RunAsync(stop.Token), webhooks.RunAsync(stop.Token), .. budgets.Select(budget => budget.RunAsync(stop.Token))];
        int kills = 0;
        while (true)
        {
            try
            {
                await Task.Delay(BetweenKills, stop.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            await Task.WhenAll(providers[kills % Processes].KillAndRestartAsync(), receivers[(kills + 1) % Processes].KillAndRestartAsync());
            kills++;
            Console.WriteLine($"minute {kills}: {nonces.Nonces:N0} nonces so far, load {LoadAverage()}");
        }

        await Task.WhenAll(checks);
        await webhooks.SettleAsync();
        bool holds = nonces.Holds && webhooks.Holds && (!isRedis || budgets.All(static budget => budget.Holds));
        Console.WriteLine($"{kills} providers and {kills} receivers killed");
        object[] results = [nonces, webhooks, .. isRedis ? budgets : []];
        Array.ForEach(results, static result => Console.WriteLine($"- {result}"));
        Console.WriteLine($"- logs: {string.Join(", ", providers.Concat(receivers).SelectMany(static host => host.Complaints).GroupBy(static entry => entry.Key).Select(static entries => $"{entries.Key} {entries.Sum(static entry => entry.Value)} times"))}");
        Console.WriteLine(holds ? "HOLDS" : "DOESN'T HOLD");
        Array.ForEach([.. providers, .. receivers], static host => host.Dispose());
        Directory.Delete(folder, recursive: true);
        return holds ? 0 : 1;
    }

    private static async Task<SampleHost[]> StartAsync(string sample, string[] arguments)
    {
        // The first one makes the tables.
        SampleHost first = await SampleHost.StartAsync(sample, arguments);
        return [first, .. await Task.WhenAll(Enumerable.Range(1, Processes - 1).Select(_ => SampleHost.StartAsync(sample, arguments)))];
    }

    private static string LoadAverage() => File.ReadAllText("/proc/loadavg").Split(' ')[0];
}
