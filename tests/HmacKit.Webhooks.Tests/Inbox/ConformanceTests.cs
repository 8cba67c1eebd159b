using System.Data.Common;
using System.Net;
using System.Text;
using HmacKit.AspNetCore;
using HmacKit.Webhooks.Tests.Databases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit.Webhooks.Tests.Inbox;

/// <summary>
/// The scenarios of a public suite for receivers (webhook-receiver-conformance, SCN-001 to SCN-016), written anew: what comes in twice, at once, late, broken, in the
/// wrong order or across a restart has its effect once.
/// </summary>
public abstract class ConformanceContract : IAsyncLifetime
{
    private static readonly SignatureScheme Scheme = SchemeCatalog.StandardWebhooks;
    private static readonly HmacKey Key = Scheme.ImportKey("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    private readonly ManualTimeProvider _clock = new();
    private readonly CapturedLog _log = new();
    private readonly List<WebApplication> _apps = [];
    private TestDatabase _database = null!;
    private HttpClient _http = null!;
    private Func<WebhookEvent, CancellationToken, Task>? _before;
    private Func<WebhookEvent, CancellationToken, Task>? _after;

    public async Task InitializeAsync()
    {
        _database = CreateDatabase();
        await StartAsync();
        await _apps[0].Services.GetRequiredService<WebhookInbox>().Store.PrepareAsync();
        await _database.RunAsync("CREATE TABLE {p}effect (id TEXT, at INTEGER)");
    }

    public async Task DisposeAsync()
    {
        foreach (WebApplication app in _apps)
        {
            await app.DisposeAsync();
        }

        _http.Dispose();
        _log.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Scenario_1_a_single_valid_delivery_has_its_effect()
    {
        Assert.Equal(HttpStatusCode.OK, await SendAsync("evt_1"));
        await EffectsAsync("evt_1");
    }

    [Fact]
    public async Task Scenario_2_a_duplicate_after_the_first_has_no_second_effect()
    {
        Assert.Equal(HttpStatusCode.OK, await SendAsync("evt_1"));
        await EffectsAsync("evt_1");
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.OK, await SendAsync("evt_1"));
        await EffectsAsync("evt_1");
    }

    [Fact]
    public async Task Scenario_3_duplicates_at_once_have_one_effect()
    {
        HttpStatusCode[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync("evt_1")));
        Assert.All(answers, static answer => Assert.Equal(HttpStatusCode.OK, answer));
        await EffectsAsync("evt_1");
    }

    [Fact]
    public async Task Scenario_4_an_event_that_comes_before_what_it_depends_on_is_kept_until_that_is_there()
    {
        _before = async (e, stop) =>
        {
            if (e.Id == "evt_2" && Convert.ToInt64(await _database.RunAsync("SELECT count(*) FROM {p}effect WHERE id = 'evt_1'")) == 0)
            {
                throw new InvalidOperationException("evt_1 isn't there yet");
            }
        };
        Assert.Equal(HttpStatusCode.OK, await SendAsync("evt_2"));
        await UntilAsync(() => Task.FromResult(_log.Entries.Any(entry => entry.Text.Contains("the handler failed for event 'evt_2'", StringComparison.Ordinal))));
        Assert.Equal(HttpStatusCode.OK, await SendAsync("evt_1"));
        await EffectsAsync("evt_1", "evt_2");
    }

    [Fact]
    public async Task Scenario_5_a_sender_that_ran_out_of_time_and_comes_again_has_one_effect()
    {
        _before = static (_, stop) => Task.Delay(500, stop);
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(1));
        try
        {
            await SendAsync("evt_1", cancellationToken: impatient.Token);
        }
        catch (OperationCanceledException)
        {
            // As the scenario wants it.
        }

        Assert.Equal(HttpStatusCode.OK, await SendAsync("evt_1"));
        await EffectsAsync("evt_1");
    }

    [Fact]
    public async Task Scenario_6_a_connection_that_breaks_before_the_body_is_there_has_no_effect_and_the_next_one_has()
    {
        using (var socket = new System.Net.Sockets.TcpClient())
        {
            await socket.ConnectAsync(_http.BaseAddress!.Host, _http.BaseAddress.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes("POST /hook HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"));
        }

        Assert.Equal(HttpStatusCode.OK, await SendAsync("evt_1"));
        await EffectsAsync("evt_1");
    }

    [Theory]
    [InlineData("7: no signature")]
    [InlineData("8: malformed")]
    [InlineData("9: another key")]
    [InlineData("10: stale")]
    [InlineData("11: altered")]
    public async Task Scenarios_7_to_11_what_is_not_genuine_is_refused_without_an_effect(string scenario)
    {
        using HttpRequestMessage request = Sign("evt_1", key: scenario.StartsWith("9:", StringComparison.Ordinal) ? HmacKey.Generate() : Key);
        switch (scenario[..2])
        {
            case "7:":
                request.Headers.Remove("webhook-signature");
                break;
            case "8:":
                request.Headers.Remove("webhook-signature");
                request.Headers.Add("webhook-signature", "v1,not-base64!");
                break;
            case "10":
                _clock.Advance(TimeSpan.FromMinutes(6));
                break;
            case "11":
                request.Content = new StringContent("""{"type":"other"}""");
                break;
        }

        using HttpResponseMessage response = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        await EffectsAsync();
    }

    [Theory]
    [InlineData("{\"type\":")]
    [InlineData("type=a")]
    [InlineData("")]
    public async Task Scenario_12_a_signed_body_that_is_not_JSON_is_answered_400_without_an_effect(string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, await SendAsync("evt_1", body));
        await EffectsAsync();
    }

    [Fact]
    public async Task Scenario_13_a_restart_between_two_attempts_makes_no_second_effect()
    {
        Assert.Equal(HttpStatusCode.OK, await SendAsync("evt_1"));
        await EffectsAsync("evt_1");
        await _apps[0].StopAsync();
        await StartAsync();
        Assert.Equal(HttpStatusCode.OK, await SendAsync("evt_1"));
        await EffectsAsync("evt_1");
    }

    [Fact]
    public async Task Scenario_14_a_sender_that_forgot_what_it_has_sent_makes_no_second_effect()
    {
        using HttpRequestMessage first = Sign("evt_1");
        Assert.Equal(HttpStatusCode.OK, (await _http.SendAsync(first)).StatusCode);
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(HttpStatusCode.OK, await SendAsync("evt_1"));
        await EffectsAsync("evt_1");
    }

    [Fact]
    public async Task Scenario_15_work_that_fails_half_way_leaves_nothing_behind_and_is_done_again()
    {
        int failures = 2;
        _after = (_, _) => Interlocked.Decrement(ref failures) >= 0 ? throw new InvalidOperationException("half way") : Task.CompletedTask;
        Assert.Equal(HttpStatusCode.OK, await SendAsync("evt_1"));
        await EffectsAsync("evt_1");
        Assert.Equal(-1, failures);
    }

    [Fact]
    public async Task Scenario_16_neither_secrets_nor_bodies_are_in_the_log()
    {
        _after = (e, _) => e.Attempt == 1 ? throw new InvalidOperationException("once") : Task.CompletedTask;
        using HttpRequestMessage request = Sign("evt_1", """{"type":"a","canary":"7d1e-canary"}""");
        string signature = request.Headers.GetValues("webhook-signature").Single();
        Assert.Equal(HttpStatusCode.OK, (await _http.SendAsync(request)).StatusCode);
        await EffectsAsync("evt_1");
        Assert.DoesNotContain(_log.Entries, entry => entry.Text.Contains("7d1e-canary", StringComparison.Ordinal) || entry.Text.Contains(signature[3..], StringComparison.Ordinal) || entry.Text.Contains("MfKQ9r8", StringComparison.Ordinal));
    }

    protected abstract TestDatabase CreateDatabase();

    private static async Task UntilAsync(Func<Task<bool>> isThere)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await isThere())
        {
            Assert.False(patience.IsCancellationRequested, "It didn't come.");
            await Task.Delay(20);
        }
    }

    private async Task StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(_log).SetMinimumLevel(LogLevel.Debug);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Services.AddHmacKit(hmac => hmac.AddScheme(Scheme, options => options.Keys = new MemoryKeySource(new KeyRing(Key))));
        builder.Services.AddWebhookInbox(_database.Open());
        WebApplication app = builder.Build();
        app.MapWebhook("/hook", Scheme.Name, HandleAsync);
        await app.StartAsync();
        _apps.Add(app);
        _http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    private async Task HandleAsync(WebhookEvent e, CancellationToken stop)
    {
        await (_before?.Invoke(e, stop) ?? Task.CompletedTask);
        DbTransaction transaction = await e.BeginTransactionAsync(stop);
        await transaction.RunAsync($"INSERT INTO {_database.Prefix}effect (id) VALUES (@id)", stop, ("id", e.Id));
        await (_after?.Invoke(e, stop) ?? Task.CompletedTask);
    }

    /// <summary>Waits until nothing waits any more, and then there must be these effects and no others.</summary>
    private async Task EffectsAsync(params string[] ids)
    {
        InboxStore store = _apps[^1].Services.GetRequiredService<WebhookInbox>().Store;
        await UntilAsync(async () =>
        {
            // Retries and polls wait on a clock that a test moves.
            _clock.Advance(TimeSpan.FromSeconds(1));
            return (await store.CountAsync()).Waiting == 0;
        });
        await using DbConnection connection = await _database.ConnectionAsync();
        Assert.Equal(ids, await connection.QueryAsync(null, $"SELECT id FROM {_database.Prefix}effect ORDER BY id", static row => row.GetString(0), default));
    }

    private HttpRequestMessage Sign(string id, string body = """{"type":"a"}""", HmacKey? key = null)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        var request = new HttpRequestMessage(HttpMethod.Post, "/hook") { Content = new ByteArrayContent(bytes) };
        foreach ((string name, string value) in new RequestSigner(Scheme, new KeyRing(key ?? Key), _clock).Sign(new RawRequest("POST", "/hook", [], bytes), new SigningValues { Id = id }))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private async Task<HttpStatusCode> SendAsync(string id, string body = """{"type":"a"}""", CancellationToken cancellationToken = default)
    {
        using HttpRequestMessage request = Sign(id, body);
        using HttpResponseMessage response = await _http.SendAsync(request, cancellationToken);
        return response.StatusCode;
    }
}

public sealed class SqliteConformanceTests : ConformanceContract
{
    protected override TestDatabase CreateDatabase() => new SqliteTestDatabase();
}

[Collection(PostgresTests.Name)]
public sealed class PostgresConformanceTests(PostgresServer server) : ConformanceContract
{
    protected override TestDatabase CreateDatabase() => new PostgresTestDatabase(server);
}
