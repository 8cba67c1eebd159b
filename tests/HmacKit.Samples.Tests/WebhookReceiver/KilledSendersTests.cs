using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using HmacKit.Samples.Tests.Processes;
using HmacKit.Samples.Tests.Providers;
using Xunit.Abstractions;

namespace HmacKit.Samples.Tests.WebhookReceiver;

/// <summary>A provider that is killed with -9 while it takes events and delivers them. Five kills; <c>build/kill-proof.sh</c> takes fifty, and its counts are in docs/sending-webhooks.md.</summary>
public sealed class KilledSendersTests(ITestOutputHelper output) : IDisposable
{
    private const int Publishers = 4;
    private const string Key = "osk_test_enterprise";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("HMACKIT_KILLS") ?? "5", CultureInfo.InvariantCulture);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hmackit-killed-");
    private readonly ConcurrentDictionary<string, bool> _queued = new();
    private readonly ConcurrentDictionary<string, int> _delivered = new();

    public void Dispose() => _folder.Delete(recursive: true);

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
        (SampleProcess Process, Uri Address) provider = await StartAsync();
        using (HttpClient http = Client(provider.Address))
        {
            using HttpResponseMessage subscribed = await http.PostAsJsonAsync("/v1/external/webhooks", new { url = target.Url, events = new[] { "draft.published" } });
            Assert.True(subscribed.IsSuccessStatusCode, await subscribed.Content.ReadAsStringAsync());
        }

        using var stop = new CancellationTokenSource();
        Uri address = provider.Address;
        Task[] publishers = [.. Enumerable.Range(0, Publishers).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await PublishAsync(Volatile.Read(ref address));
            }
        }))];
        for (int kill = 0; kill < Kills; kill++)
        {
            int before = _queued.Count;
            while (_queued.Count < before + 50)
            {
                await Task.Delay(10);
            }

            provider.Process.Kill();
            provider.Process.Dispose();
            provider = await StartAsync();
            Volatile.Write(ref address, provider.Address);
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
        provider.Process.Dispose();
        Assert.Empty(lost);
    }

    private Task<(SampleProcess Process, Uri Address)> StartAsync() => SampleProcess.StartServerAsync(
        "Providers", "--Store:Path", Path.Combine(_folder.FullName, "providers.db"), "--Logging:LogLevel:Default", "Warning", "--Logging:LogLevel:Microsoft.Hosting.Lifetime", "Information");

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
