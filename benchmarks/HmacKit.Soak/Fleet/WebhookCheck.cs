using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;

namespace HmacKit.Soak;

/// <summary>Events: what was answered 2xx is handled, once, whichever receiver it came to and however often.</summary>
/// <param name="publishers">Providers that deliver what they were told to; empty if none does.</param>
/// <param name="receivers">Receivers that share one database.</param>
internal sealed class WebhookCheck(IReadOnlyList<SampleHost> publishers, IReadOnlyList<SampleHost> receivers)
{
    private const int SentTwiceOf = 3;
    // Its subscriptions have the secret that the receivers know.
    private const string PublisherKey = "osk_your_secret_here";

    private static readonly string[] EventTypes = ["draft.published"];

    // A delivery that was under way at a kill is tried again when its lease is over, and one that failed a minute later.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan SendPause = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan PublishPause = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, bool> _sent = new();
    private readonly ConcurrentDictionary<string, bool> _published = new();
    private readonly ConcurrentDictionary<int, long> _statuses = new();
    private readonly string _run = "evt_" + RandomNumberGenerator.GetHexString(8, lowercase: true);
    private Dictionary<string, long> _handled = [];

    private IEnumerable<string> Lost => _sent.Keys.Concat(_published.Keys).Where(id => !_handled.ContainsKey(id));

    private long Repeated => _handled.Values.LongCount(static times => times != 1);

    public bool Holds => !_sent.IsEmpty && (publishers.Count == 0 || !_published.IsEmpty) && !Lost.Any() && Repeated == 0;

    public override string ToString() =>
        $"webhooks: {_sent.Count:N0} sent and {_published.Count:N0} published with a 2xx, {_handled.Count:N0} handled, **{Lost.Count()} lost, {Repeated} handled more than once**; {Statuses.Text(_statuses)}";

    /// <summary>Subscribes two of the receivers, so that each event comes to both.</summary>
    public async Task SubscribeAsync()
    {
        if (publishers.Count > 0)
        {
            using HttpClient http = Client(publishers[0]);
            foreach (SampleHost receiver in receivers.Take(2))
            {
                using HttpResponseMessage answer = await http.PostAsJsonAsync("/v1/external/webhooks", new { url = new Uri(receiver.Address, "/webhooks/onering"), events = EventTypes });
                answer.EnsureSuccessStatusCode();
            }
        }
    }

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(
    [
        .. Enumerable.Range(0, receivers.Count).Select(worker => Task.Run(() => SendAsync(worker, stop), CancellationToken.None)),
        .. publishers.Select(publisher => Task.Run(() => PublishAsync(publisher, stop), CancellationToken.None)),
    ]);

    /// <summary>Waits until all that was accepted has been handled.</summary>
    public async Task SettleAsync()
    {
        using var http = new HttpClient { BaseAddress = receivers[0].Address, Timeout = TimeSpan.FromMinutes(1) };
        using var patience = new CancellationTokenSource(Patience);
        bool isLastLook = false;
        while (true)
        {
            JsonElement[] events = (await http.GetFromJsonAsync<JsonElement[]>("events?all=true"))!;
            _handled = events.ToDictionary(static item => item.GetProperty("id").GetString()!, static item => item.GetProperty("times").GetInt64());
            if (isLastLook || patience.IsCancellationRequested)
            {
                return;
            }

            // Once more after a while, for what comes a second time late.
            isLastLook = !Lost.Any();
            await Task.Delay(TimeSpan.FromSeconds(isLastLook ? 10 : 1));
        }
    }

    private static HttpClient Client(SampleHost host)
    {
        var http = new HttpClient { BaseAddress = host.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", PublisherKey);
        return http;
    }

    private async Task SendAsync(int worker, CancellationToken stop)
    {
        WireConnection[] connections = [.. receivers.Select(static receiver => new WireConnection(receiver.EndPoint))];
        for (int number = 0; !stop.IsCancellationRequested; number++)
        {
            string id = $"{_run}_{worker}_{number}";
            for (int time = 0; time < (number % SentTwiceOf == 0 ? 2 : 1); time++)
            {
                WireConnection connection = connections[(worker + number + time) % connections.Length];
                try
                {
                    int status = await connection.SendAsync(SignedCalls.DraftWebhook(id), CancellationToken.None);
                    _statuses.AddOrUpdate(status, 1, static (_, count) => count + 1);
                    if (status is >= 200 and < 300)
                    {
                        _sent[id] = true;
                    }
                }
                catch (SocketException)
                {
                    connection.Dispose(); // it was killed
                }
            }

            await Task.Delay(SendPause, CancellationToken.None);
        }

        Array.ForEach(connections, static connection => connection.Dispose());
    }

    private async Task PublishAsync(SampleHost publisher, CancellationToken stop)
    {
        using HttpClient http = Client(publisher);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using HttpResponseMessage answer = await http.PostAsJsonAsync("/v1/external/events", new { event_type = "draft.published", data = new { draftId = "d1", platform = "x" } }, CancellationToken.None);
                if (answer.IsSuccessStatusCode)
                {
                    _published[(await answer.Content.ReadFromJsonAsync<JsonElement>(CancellationToken.None)).GetProperty("event_id").GetString()!] = true;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                // It was killed.
            }

            await Task.Delay(PublishPause, CancellationToken.None);
        }
    }
}
