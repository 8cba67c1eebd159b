using System.Collections.Concurrent;
using System.Data.Common;
using System.Net;
using HmacKit.AspNetCore;
using HmacKit.Webhooks.Tests.Databases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit.Webhooks.Tests.Inbox;

/// <summary>PostgreSQL is killed and started again while events come in.</summary>
[Collection(PostgresTests.Name)]
public sealed class ServerFaultTests(PostgresServer server)
{
    private static readonly SignatureScheme Scheme = SchemeCatalog.StandardWebhooks;
    private static readonly HmacKey Key = Scheme.ImportKey("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    [Fact]
    public async Task While_the_server_is_away_the_answer_is_503_and_what_was_answered_2xx_is_handled_once_afterwards()
    {
        var database = new PostgresTestDatabase(server);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddHmacKit(hmac => hmac.AddScheme(Scheme, options => options.Keys = new MemoryKeySource(new KeyRing(Key))));
        builder.Services.AddWebhookInbox(database.Open(), options => options.LeaseTime = TimeSpan.FromSeconds(2));
        await using WebApplication app = builder.Build();
        app.MapWebhook("/hook", Scheme.Name, async (e, stop) =>
        {
            DbTransaction transaction = await e.BeginTransactionAsync(stop);
            await transaction.RunAsync($"INSERT INTO {database.Prefix}effect (id) VALUES (@id)", stop, ("id", e.Id));
        });
        await app.StartAsync();
        InboxStore store = app.Services.GetRequiredService<WebhookInbox>().Store;
        await store.PrepareAsync();
        await database.RunAsync("CREATE TABLE {p}effect (id TEXT)");

        var answers = new ConcurrentDictionary<string, HttpStatusCode>();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        using var stop = new CancellationTokenSource();
        Task[] senders = [.. Enumerable.Range(0, 4).Select(sender => Task.Run(async () =>
        {
            for (int number = 0; !stop.IsCancellationRequested; number++)
            {
                string id = $"evt_{sender}_{number}";
                answers[id] = await SendAsync(http, id);
            }
        }))];
        for (int kill = 0; kill < 2; kill++)
        {
            await UntilAsync(() => Task.FromResult(answers.Values.Count(static status => status == HttpStatusCode.OK) > (kill + 1) * 50));
            int refused = answers.Values.Count(static status => status == HttpStatusCode.ServiceUnavailable);
            server.Kill();
            await UntilAsync(() => Task.FromResult(answers.Values.Count(static status => status == HttpStatusCode.ServiceUnavailable) > refused));
            await server.StartAsync();
        }

        await UntilAsync(async () => await SendAsync(http, "evt_last") == HttpStatusCode.OK);
        await stop.CancelAsync();
        await Task.WhenAll(senders);
        string[] accepted = [.. answers.Where(static pair => pair.Value == HttpStatusCode.OK).Select(static pair => pair.Key).Append("evt_last")];
        await UntilAsync(async () => (await store.CountAsync()).Waiting == 0);
        List<string> effects = [];
        await UntilAsync(async () =>
        {
            await using DbConnection connection = await database.ConnectionAsync();
            effects = await connection.QueryAsync(null, $"SELECT id FROM {database.Prefix}effect", static row => row.GetString(0), default);
            return true;
        });
        Assert.Empty(accepted.Except(effects));
        Assert.Equal(effects.Distinct().Count(), effects.Count);
        Assert.All(answers.Values, static status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable));
        await database.DisposeAsync();
    }

    private static async Task UntilAsync(Func<Task<bool>> isThere)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                if (await isThere())
                {
                    return;
                }
            }
            catch (DbException)
            {
                // It is on its way back.
            }

            Assert.False(patience.IsCancellationRequested, "It didn't come.");
            await Task.Delay(20);
        }
    }

    private static async Task<HttpStatusCode> SendAsync(HttpClient http, string id)
    {
        byte[] body = """{"type":"a"}"""u8.ToArray();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hook") { Content = new ByteArrayContent(body) };
        foreach ((string name, string value) in new RequestSigner(Scheme, new KeyRing(Key)).Sign(new RawRequest("POST", "/hook", [], body), new SigningValues { Id = id }))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage response = await http.SendAsync(request);
        return response.StatusCode;
    }
}
