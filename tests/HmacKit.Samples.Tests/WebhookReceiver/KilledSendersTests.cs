using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using HmacKit.Samples.Tests.Processes;
using HmacKit.Samples.Tests.Providers;
using Xunit.Abstractions;

namespace HmacKit.Samples.Tests.WebhookReceiver;

/// <summary>
/// Providers of which one after the other is killed with -9 while they take events and deliver them. Five kills; <c>build/kill-proof.sh</c> takes fifty, and its counts are in
/// docs/sending-webhooks.md.
/// </summary>
public abstract class KilledSenders(ITestOutputHelper output)
{
    private const int Publishers = 4;
    private const string Key = "osk_test_enterprise";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("HMACKIT_KILLS") ?? "5", CultureInfo.InvariantCulture);

    private readonly ConcurrentDictionary<string, bool> _queued = new();
    private readonly ConcurrentDictionary<string, int> _delivered = new();

    /// <summary>Where each of the providers keeps its events.</summary>
    protected abstract string[][] Stores { get; }

    [Fact]
    public async Task Every_event_that_was_taken_is_delivered()
    {
        await using WebhookTarget target = await WebhookTarget.StartAsync();
        _ = Task.Run(async () =>
        {
            // What was under way at a kill comes a minute later, when its lease is over.
            await foreach (RawRequest request in target.AllAsync())
            {
                _delivered.AddOrUpdate(request.GetHeader("X-Webhook-Event-ID").Value!, 1, static (_, count) => count + 1);
            }
        });
        string[][] stores = Stores;
        var providers = new (SampleProcess Process, Uri Address)[stores.Length];
        for (int i = 0; i < stores.Length; i++)
        {
            providers[i] = await StartAsync(stores[i]);
        }

        using (HttpClient http = Client(providers[0].Address))
        {
            using HttpResponseMessage subscribed = await http.PostAsJsonAsync("/v1/external/webhooks", new { url = target.Url, events = new[] { "draft.published" } });
            Assert.True(subscribed.IsSuccessStatusCode, await subscribed.Content.ReadAsStringAsync());
        }

        using var stop = new CancellationTokenSource();
        Uri[] addresses = [.. providers.Select(static provider => provider.Address)];
        Task[] publishers = [.. Enumerable.Range(0, Publishers).Select(publisher => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await PublishAsync(Volatile.Read(ref addresses[publisher % addresses.Length]));
            }
        }))];
        for (int kill = 0; kill < Kills; kill++)
        {
            int before = _queued.Count;
            while (_queued.Count < before + 50)
            {
                await Task.Delay(10);
            }

            int victim = kill % stores.Length;
            providers[victim].Process.Kill();
            providers[victim].Process.Dispose();
            providers[victim] = await StartAsync(stores[victim]);
            Volatile.Write(ref addresses[victim], providers[victim].Address);
        }

        await stop.CancelAsync();
        await Task.WhenAll(publishers);
        using var patience = new CancellationTokenSource(Patience);
        while (!patience.IsCancellationRequested && !_queued.Keys.All(_delivered.ContainsKey))
        {
            await Task.Delay(100);
        }

        string[] lost = [.. _queued.Keys.Where(id => !_delivered.ContainsKey(id))];
        output.WriteLine($"{Kills} kills, {_queued.Count} taken, {_delivered.Count} delivered, {lost.Length} lost, {_delivered.Values.Count(static times => times > 1)} delivered more than once");
        Array.ForEach(providers, static provider => provider.Process.Dispose());
        Assert.Empty(lost);
    }

    private static Task<(SampleProcess Process, Uri Address)> StartAsync(string[] store) =>
        SampleProcess.StartServerAsync("Providers", [.. store, "--Logging:LogLevel:Default", "Warning", "--Logging:LogLevel:Microsoft.Hosting.Lifetime", "Information"]);

    private async Task PublishAsync(Uri address)
    {
        try
        {
            using HttpClient http = Client(address);
            using HttpResponseMessage response = await http.PostAsJsonAsync("/v1/external/events", new { event_type = "draft.published", data = new { draftId = "d1" } });
            if (response.IsSuccessStatusCode)
            {
                _queued[(await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("event_id").GetString()!] = true;
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // It was killed.
        }
    }

    private static HttpClient Client(Uri address)
    {
        var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        return http;
    }
}

public sealed class KilledSendersOverSqliteTests(ITestOutputHelper output) : KilledSenders(output), IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hmackit-killed-");

    protected override string[][] Stores => [["--Store:Path", Path.Combine(_folder.FullName, "providers.db")]];

    public void Dispose() => _folder.Delete(recursive: true);
}

/// <summary>Two hosts that share one PostgreSQL.</summary>
public sealed class KilledSendersOverPostgresTests(ITestOutputHelper output, PostgresServer server) : KilledSenders(output), IClassFixture<PostgresServer>
{
    protected override string[][] Stores => [.. Enumerable.Repeat<string[]>(["--store", "postgres", "--store-connection", server.ConnectionString], 2)];
}
