using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using HmacKit.AspNetCore.Tests.Fixtures;
using HmacKit.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HmacKit.AspNetCore.Tests.Webhooks;

public class WebhookTests
{
    private static readonly byte[] Body = """{"type":"draft.published","data":{"draftId":"d1"}}"""u8.ToArray();

    [Fact]
    public async Task An_event_is_answered_at_once_and_handled_afterwards()
    {
        var release = new TaskCompletionSource();
        var handled = new TaskCompletionSource<WebhookEvent>();
        await using SignedApp app = await StartAsync(async webhookEvent =>
        {
            await release.Task;
            handled.SetResult(webhookEvent);
        });
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, "evt_1"));
        Assert.False(handled.Task.IsCompleted);

        release.SetResult();
        WebhookEvent received = await handled.Task;
        Assert.Equal("onering evt_1 1", $"{received.Scheme} {received.Id} {received.Attempt}");
        Assert.Equal(Body, received.Body.ToArray());
        Assert.Equal("d1", received.ReadJson<JsonElement>().GetProperty("data").GetProperty("draftId").GetString());
        Assert.Equal(app.Clock.GetUtcNow().ToUnixTimeSeconds(), received.SignedAt!.Value.ToUnixTimeSeconds());
        Assert.Equal(app.Clock.GetUtcNow(), received.ReceivedAt);
        Assert.NotNull(received.Services);
    }

    [Fact]
    public async Task What_isn_t_genuine_never_reaches_the_handler()
    {
        int calls = 0;
        await using SignedApp app = await StartAsync(_ => Task.FromResult(Interlocked.Increment(ref calls)));
        HttpRequestMessage forged = Sign(app, "evt_1");
        forged.Content = new ByteArrayContent([.. Body, (byte)' ']);
        using HttpResponseMessage response = await app.Client.SendAsync(forged);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        await app.StopAsync();
        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task An_event_that_comes_again_while_it_waits_or_after_it_was_handled_is_answered_200_and_handled_once()
    {
        var release = new TaskCompletionSource();
        int calls = 0;
        await using SignedApp app = await StartAsync(async _ =>
        {
            Interlocked.Increment(ref calls);
            await release.Task;
        });
        for (int i = 0; i < 5; i++)
        {
            // Signed again for each attempt, as senders do, and once more to the letter.
            HttpRequestMessage request = Sign(app, "evt_1");
            Assert.Equal(HttpStatusCode.OK, await SendAsync(app, request));
            Assert.Equal(HttpStatusCode.OK, await SendAsync(app, Copy(request)));
            app.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        release.SetResult();
        await app.Handled("handled", 1);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, "evt_1"));
        await app.StopAsync();
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task Of_500_copies_at_once_one_is_handled()
    {
        int calls = 0;
        await using SignedApp app = await StartAsync(_ => Task.FromResult(Interlocked.Increment(ref calls)));
        HttpStatusCode[] codes = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => SendAsync(app, "evt_1")));
        await app.StopAsync();
        Assert.All(codes, code => Assert.Equal(HttpStatusCode.OK, code));
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task An_event_whose_handler_failed_for_good_is_handled_when_it_comes_again()
    {
        var attempts = new ConcurrentQueue<int>();
        var givenUp = new ConcurrentQueue<string?>();
        bool isMended = false;
        await using SignedApp app = await StartAsync(
            webhookEvent =>
            {
                attempts.Enqueue(webhookEvent.Attempt);
                return isMended ? Task.CompletedTask : throw new InvalidOperationException("not yet");
            },
            options =>
            {
                options.MaxAttempts = 2;
                options.RetryDelay = TimeSpan.Zero;
                options.OnGivenUp = (webhookEvent, _) =>
                {
                    givenUp.Enqueue(webhookEvent.Id);
                    return ValueTask.CompletedTask;
                };
            });
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, "evt_1"));
        await app.Handled("given_up", 1);
        isMended = true;
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, "evt_1"));
        await app.Handled("handled", 1);
        Assert.Equal([1, 2, 1], attempts);
        await app.StopAsync();
        Assert.Equal("evt_1", Assert.Single(givenUp));
    }

    [Fact]
    public async Task A_full_queue_tells_the_sender_to_come_again_and_takes_the_event_then()
    {
        var release = new TaskCompletionSource();
        var handled = new ConcurrentBag<string?>();
        var started = new SemaphoreSlim(0);
        await using SignedApp app = await StartAsync(
            async webhookEvent =>
            {
                started.Release();
                await release.Task;
                handled.Add(webhookEvent.Id);
            },
            options => (options.QueueCapacity, options.Concurrency) = (1, 1));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, "evt_1"));
        await started.WaitAsync();
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, "evt_2"));
        using HttpResponseMessage full = await app.Client.SendAsync(Sign(app, "evt_3"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, full.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(10), full.Headers.RetryAfter!.Delta);

        release.SetResult();
        await app.Handled("handled", 2);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, "evt_3"));
        await app.Handled("handled", 3);
        Assert.Equal(["evt_1", "evt_2", "evt_3"], handled.Order());
    }

    [Fact]
    public async Task Bodies_count_too()
    {
        var release = new TaskCompletionSource();
        await using SignedApp app = await StartAsync(_ => release.Task, options => options.MaxQueuedBytes = (Body.Length * 2) + 1);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, "evt_1"));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, "evt_2"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await SendAsync(app, "evt_3"));
        release.SetResult();
        await app.Handled("handled", 2);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, "evt_3"));
    }

    [Fact]
    public async Task When_the_host_stops_what_is_queued_is_handled_first()
    {
        var release = new TaskCompletionSource();
        int calls = 0;
        SignedApp app = await StartAsync(
            async _ =>
            {
                await release.Task;
                Interlocked.Increment(ref calls);
            },
            options => options.Concurrency = 2);
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await SendAsync(app, $"evt_{i}"));
        }

        Task stopping = app.StopAsync();
        Assert.False(stopping.IsCompleted);
        release.SetResult();
        await stopping;
        Assert.Equal(20, calls);
        await app.DisposeAsync();
    }

    [Fact]
    public async Task A_handler_that_doesn_t_end_is_cancelled_when_the_host_s_time_to_stop_is_over()
    {
        var cancelled = new TaskCompletionSource();
        await using SignedApp app = await SignedApp.StartAsync(
            app => app.MapWebhook("/hook", "onering", async (WebhookEvent _, CancellationToken cancellationToken) =>
            {
                await using CancellationTokenRegistration registration = cancellationToken.Register(cancelled.SetResult);
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, "evt_1"));
        await app.StopAsync(new CancellationToken(canceled: true));
        await cancelled.Task;
        Assert.Contains(app.Log.Entries, entry => entry.Text.Contains("1 event(s) are lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_scheme_that_can_t_tell_two_events_apart_each_one_is_handled()
    {
        int calls = 0;
        await using SignedApp app = await SignedApp.StartAsync(app => app.MapWebhook("/hook", "osaycore", _ => Task.FromResult(Interlocked.Increment(ref calls))));
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await SendAsync(app, app.Sign(HttpMethod.Post, "/hook", body: Body, scheme: SchemeCatalog.OsayCore)));
        }

        await app.StopAsync();
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task Headers_that_no_signature_covers_are_kept_only_if_they_are_asked_for()
    {
        var handled = new TaskCompletionSource<WebhookEvent>();
        await using SignedApp app = await StartAsync(
            webhookEvent => Task.FromResult(handled.TrySetResult(webhookEvent)), options => options.KeptUnsignedHeaders.Add("X-Event-Kind"));
        HttpRequestMessage request = Sign(app, "evt_1");
        request.Headers.Add("x-event-kind", "ping");
        request.Headers.Add("X-Other", "y");
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, request));
        KeyValuePair<string, string> kept = Assert.Single((await handled.Task).UnsignedHeaders);
        Assert.Equal("X-Event-Kind ping", $"{kept.Key} {kept.Value}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(300_000)]
    [InlineData(3_000_000)]
    public async Task A_body_of_any_size_outlives_its_request(int length)
    {
        var release = new TaskCompletionSource();
        var handled = new TaskCompletionSource<string>();
        await using SignedApp app = await SignedApp.StartAsync(
            app => app.MapWebhook("/hook", "theone", async webhookEvent =>
            {
                await release.Task;
                handled.SetResult(BodyDigest.Of(webhookEvent.Body.ToArray()));
            }),
            maxBodyBytes: 4_000_000);
        byte[] body = BodyDigest.Bytes(length);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, app.Sign(HttpMethod.Post, "/hook", body: body)));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(app, app.Sign(HttpMethod.Post, "/hook", new ByteArrayContent(body), [1])));
        release.SetResult();
        Assert.Equal(BodyDigest.Of(body), await handled.Task);
    }

    [Fact]
    public async Task A_scheme_that_wasn_t_added_is_named_when_the_webhook_is_mapped()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => SignedApp.StartAsync(app => app.MapWebhook("/hook", "stripe", _ => Task.CompletedTask)));
        Assert.Contains("scheme 'stripe'", exception.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => SignedApp.StartAsync(app => app.MapWebhook("/hook", "onering", _ => Task.CompletedTask, options => options.Concurrency = 0)));

        // No timer and no calendar has these.
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => SignedApp.StartAsync(app => app.MapWebhook("/hook", "onering", _ => Task.CompletedTask, options => options.HandlerTimeout = TimeSpan.MaxValue)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => SignedApp.StartAsync(app => app.MapWebhook("/hook", "onering", _ => Task.CompletedTask, options => options.RetryDelay = TimeSpan.FromDays(365))));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => SignedApp.StartAsync(app => app.MapWebhook("/hook", "onering", _ => Task.CompletedTask, options => options.RememberFor = TimeSpan.MaxValue)));
    }

    private static Task<SignedApp> StartAsync(Func<WebhookEvent, Task> handler, Action<WebhookOptions>? configure = null) =>
        SignedApp.StartAsync(app => app.MapWebhook("/hook", "onering", handler, configure));

    private static HttpRequestMessage Sign(SignedApp app, string id) => app.Sign(HttpMethod.Post, "/hook", body: Body, scheme: SchemeCatalog.OneRing, id: id);

    private static HttpRequestMessage Copy(HttpRequestMessage request)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Content = new ByteArrayContent(Body) };
        foreach ((string name, IEnumerable<string> values) in request.Headers)
        {
            copy.Headers.TryAddWithoutValidation(name, values);
        }

        return copy;
    }

    private static Task<HttpStatusCode> SendAsync(SignedApp app, string id) => SendAsync(app, Sign(app, id));

    private static async Task<HttpStatusCode> SendAsync(SignedApp app, HttpRequestMessage request)
    {
        using HttpResponseMessage response = await app.Client.SendAsync(request);
        return response.StatusCode;
    }
}
