using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HmacKit.Samples.Tests.Processes;
using Xunit.Abstractions;

namespace HmacKit.Samples.Tests.WebhookReceiver;

/// <summary>
/// Two receivers over one database, of which one after the other is killed with -9 while events come in. Five kills for each database; <c>build/kill-proof.sh</c> takes
/// fifty, and its counts are in docs/webhooks.md.
/// </summary>
public abstract class KilledUnderLoad(ITestOutputHelper output)
{
    private const int Senders = 8;
    private const int Pauses = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("HMACKIT_KILLS") ?? "5", CultureInfo.InvariantCulture);

    private readonly ConcurrentDictionary<string, bool> _accepted = new();
    private readonly string _run = "evt_" + RandomNumberGenerator.GetHexString(8, lowercase: true);
    private int _sent;

    /// <summary>Where the receivers keep their events.</summary>
    protected abstract string[] Store { get; }

    [Fact]
    public Task Every_event_that_was_answered_2xx_is_handled_exactly_once() => RunAsync("kills", Kills, async (receivers, victim) =>
    {
        receivers[victim].Process.Kill();
        receivers[victim].Process.Dispose();
        receivers[victim] = await StartAsync();
    });

    /// <summary>Its leases go to the other one meanwhile, and what it does when it wakes up must not count.</summary>
    [Fact]
    public Task A_receiver_that_is_paused_for_longer_than_its_lease_handles_nothing_twice() => RunAsync("pauses", Pauses, async (receivers, victim) =>
    {
        await SignalAsync("-STOP", receivers[victim].Process.Id);
        await Task.Delay(TimeSpan.FromSeconds(4));
        await SignalAsync("-CONT", receivers[victim].Process.Id);
    });

    private static async Task SignalAsync(string signal, int process)
    {
        using var kill = System.Diagnostics.Process.Start("kill", [signal, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private async Task RunAsync(string what, int times, Func<(SampleProcess Process, Uri Address)[], int, Task> disturbAsync)
    {
        var receivers = new (SampleProcess Process, Uri Address)[2];
        receivers[0] = await StartAsync();
        receivers[1] = await StartAsync();
        using var stop = new CancellationTokenSource();
        Task[] senders = [.. Enumerable.Range(0, Senders).Select(sender => Task.Run(() => SendAsync(sender, receivers, stop.Token)))];
        for (int time = 0; time < times; time++)
        {
            int before = _accepted.Count;
            while (_accepted.Count < before + 100)
            {
                await Task.Delay(10);
            }

            await disturbAsync(receivers, time % 2);
        }

        await stop.CancelAsync();
        await Task.WhenAll(senders);

        Dictionary<string, long> handled = await HandledAsync(receivers[0].Address);
        string[] lost = [.. _accepted.Keys.Where(id => !handled.ContainsKey(id))];
        long[] repeated = [.. handled.Values.Where(static times => times != 1)];
        output.WriteLine($"{times} {what}, {_sent} sent, {_accepted.Count} answered 2xx, {handled.Count} handled, {lost.Length} lost, {repeated.Length} handled more than once");
        receivers[0].Process.Dispose();
        receivers[1].Process.Dispose();
        Assert.Empty(lost);
        Assert.Empty(repeated);
    }

    private Task<(SampleProcess Process, Uri Address)> StartAsync() =>
        SampleProcess.StartServerAsync("WebhookReceiver", [.. Store, "--Store:LeaseTime", "00:00:02", "--Logging:LogLevel:WebhookReceiver", "Warning"]);

    /// <summary>Waits until all that was accepted is there, and then for what nobody was told of.</summary>
    private async Task<Dictionary<string, long>> HandledAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            JsonElement[] events = (await http.GetFromJsonAsync<JsonElement[]>("events?all=true"))!;
            Dictionary<string, long> handled = events.Where(item => item.GetProperty("id").GetString()!.StartsWith(_run, StringComparison.Ordinal))
                .ToDictionary(static item => item.GetProperty("id").GetString()!, static item => item.GetProperty("times").GetInt64());
            if (patience.IsCancellationRequested || _accepted.Keys.All(handled.ContainsKey))
            {
                await Task.Delay(TimeSpan.FromSeconds(1));
                return handled;
            }

            await Task.Delay(100);
        }
    }

    private async Task SendAsync(int sender, (SampleProcess Process, Uri Address)[] receivers, CancellationToken stop)
    {
        using var http = new HttpClient();
        for (int number = 0; !stop.IsCancellationRequested; number++)
        {
            string id = $"{_run}_{sender}_{number}";
            Interlocked.Increment(ref _sent);

            // Each third event comes twice, signed anew, to both.
            for (int time = 0; time < (number % 3 == 0 ? 2 : 1); time++)
            {
                try
                {
                    using HttpRequestMessage request = Sign(receivers[(sender + number + time) % 2].Address, id);
                    using HttpResponseMessage response = await http.SendAsync(request, CancellationToken.None);
                    if (response.IsSuccessStatusCode)
                    {
                        _accepted[id] = true;
                    }
                }
                catch (HttpRequestException)
                {
                    // It was killed.
                }
            }
        }
    }

    private static HttpRequestMessage Sign(Uri address, string id)
    {
        byte[] body = Encoding.UTF8.GetBytes($$$"""{"eventType":"draft.published","eventId":"{{{id}}}","timestamp":"2026-01-01T00:00:00Z","data":{"draftId":"{{{RandomNumberGenerator.GetHexString(8)}}}","platform":"x"}}""");
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/webhooks/onering")) { Content = new ByteArrayContent(body) };
        var signer = new RequestSigner(SchemeCatalog.OneRing, SchemeCatalog.OneRing.ImportKey("whsec_your_secret_here"));
        foreach ((string name, string value) in signer.Sign(new RawRequest("POST", "/webhooks/onering", [], body), new SigningValues { Id = id }))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}

public sealed class KilledOverSqliteTests(ITestOutputHelper output) : KilledUnderLoad(output), IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hmackit-killed-");

    protected override string[] Store => ["--Store:Path", Path.Combine(_folder.FullName, "receiver.db")];

    public void Dispose() => _folder.Delete(recursive: true);
}

public sealed class KilledOverPostgresTests(ITestOutputHelper output, PostgresServer server) : KilledUnderLoad(output), IClassFixture<PostgresServer>
{
    protected override string[] Store => ["--Store:Postgres", server.ConnectionString];
}
