using System.Collections.Concurrent;
using System.Net;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Webhooks;

/// <summary>One event and several processes that share a replay store, or one that was started again.</summary>
public class SharedWebhookTests
{
    private static readonly byte[] Body = """{"id":"evt_1"}"""u8.ToArray();

    private readonly ConcurrentQueue<string> _handled = new();

    public static TheoryData<string> Schemes => ["onering", "theone"];

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task An_event_that_one_process_has_taken_on_is_answered_200_by_all_and_handled_by_that_one(string scheme)
    {
        var store = new SharedStore();
        await using SignedApp first = await StartAsync("first", scheme, store);
        await using SignedApp second = await StartAsync("second", scheme, store);
        HttpRequestMessage request = Sign(first, scheme);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(first, request));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(second, request));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(second, request));
        await first.StopAsync();
        await second.StopAsync();
        Assert.Equal(["first"], _handled);
    }

    [Fact]
    public async Task After_a_restart_what_was_handled_before_is_not_handled_again_also_when_the_window_is_over()
    {
        var store = new SharedStore();
        await using (SignedApp before = await StartAsync("before", "onering", store))
        {
            Assert.Equal(HttpStatusCode.OK, await SendAsync(before, Sign(before, "onering")));
            await before.StopAsync();
        }

        await using SignedApp after = await StartAsync("after", "onering", store);
        after.Clock.Advance(TimeSpan.FromHours(23));
        store.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(after, Sign(after, "onering")));
        await after.StopAsync();
        Assert.Equal(["before"], _handled);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task While_the_store_is_away_the_sender_is_told_to_come_again_and_the_event_is_handled_then(bool throws)
    {
        var store = new SharedStore { IsAway = true, Throws = throws };
        await using SignedApp app = await StartAsync("app", "onering", store);
        using (HttpResponseMessage away = await app.Client.SendAsync(Sign(app, "onering")))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(10), away.Headers.RetryAfter!.Delta);
        }

        store.IsAway = false;
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, Sign(app, "onering")));
        await app.StopAsync();
        Assert.Equal(["app"], _handled);
    }

    [Fact]
    public async Task What_a_full_queue_turned_away_was_not_claimed_and_another_process_handles_it()
    {
        var store = new SharedStore();
        var release = new TaskCompletionSource();
        await using SignedApp full = await StartAsync("full", "onering", store, options => options.MaxQueuedBytes = 1, release.Task);
        await using SignedApp idle = await StartAsync("idle", "onering", store);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await SendAsync(full, Sign(full, "onering")));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(idle, Sign(idle, "onering")));
        await idle.StopAsync();
        Assert.Equal(["idle"], _handled);
        release.SetResult();
    }

    [Fact]
    public async Task What_was_given_up_is_handled_again_by_the_process_that_gave_it_up_and_by_no_other()
    {
        var store = new SharedStore();
        int failures = 1;
        await using SignedApp first = await SignedApp.StartAsync(
            app => app.MapWebhook(
                "/hook",
                "onering",
                _ =>
                {
                    _handled.Enqueue("first");
                    return Interlocked.Decrement(ref failures) >= 0 ? throw new InvalidOperationException("no") : Task.CompletedTask;
                },
                options => options.MaxAttempts = 1),
            builder => builder.Services.AddSingleton<IReplayStore>(store));
        await using SignedApp second = await StartAsync("second", "onering", store);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(first, Sign(first, "onering")));
        await first.Handled("given_up", 1);
        Assert.Equal(HttpStatusCode.OK, await SendAsync(second, Sign(second, "onering")));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(first, Sign(first, "onering")));
        await first.Handled("handled", 1);
        await second.StopAsync();
        Assert.Equal(["first", "first"], _handled);
    }

    [Fact]
    public async Task Two_endpoints_may_be_sent_one_id()
    {
        await using SignedApp app = await SignedApp.StartAsync(app =>
        {
            app.MapWebhook("/a", "onering", _ => Note("a"));
            app.MapWebhook("/b", "onering", _ => Note("b"));
        });
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, Sign(app, "onering", "/a")));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(app, Sign(app, "onering", "/b")));
        await app.StopAsync();
        Assert.Equal(["a", "b"], _handled.Order());
    }

    [Theory]
    [InlineData(599)]
    [InlineData(0)]
    public async Task Events_can_not_be_forgotten_while_a_copy_of_them_is_genuine(int seconds)
    {
        ArgumentOutOfRangeException exception = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => StartAsync("app", "onering", new SharedStore(), options => options.RememberFor = TimeSpan.FromSeconds(seconds)));
        Assert.Contains("RememberFor", exception.Message, StringComparison.Ordinal);
        await using SignedApp app = await StartAsync("app", "onering", new SharedStore(), options => options.RememberFor = TimeSpan.FromSeconds(600));
    }

    [Fact]
    public async Task A_wider_window_in_the_settings_counts_and_so_does_what_the_store_can_hold()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => SignedApp.StartAsync(
            app => app.MapWebhook("/hook", "wide", _ => Task.CompletedTask, options => options.RememberFor = TimeSpan.FromHours(1)),
            builder => builder.Services.AddHmacKit(hmac => hmac.AddScheme("wide", SchemeCatalog.OneRing, options =>
            {
                options.Keys = new MemoryKeySource(new KeyRing(SignedApp.Ring.Primary));
                options.Verification.MaxAge = TimeSpan.FromHours(2);
            }))));
        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(
            () => StartAsync("app", "onering", new SharedStore(), options => options.RememberFor = TimeSpan.FromDays(4)));
        Assert.Contains("RememberFor", exception.Message, StringComparison.Ordinal);
    }

    private Task<SignedApp> StartAsync(string name, string scheme, SharedStore store, Action<WebhookOptions>? configure = null, Task? until = null) => SignedApp.StartAsync(
        app => app.MapWebhook(
            "/hook",
            scheme,
            async _ =>
            {
                await (until ?? Task.CompletedTask);
                await Note(name);
            },
            configure),
        builder => builder.Services.AddSingleton<IReplayStore>(store));

    private Task Note(string name)
    {
        _handled.Enqueue(name);
        return Task.CompletedTask;
    }

    private static HttpRequestMessage Sign(SignedApp app, string scheme, string target = "/hook") => scheme == "onering"
        ? app.Sign(HttpMethod.Post, target, body: Body, scheme: SchemeCatalog.OneRing, id: "evt_1")
        : app.Sign(HttpMethod.Post, target, body: Body);

    private static async Task<HttpStatusCode> SendAsync(SignedApp app, HttpRequestMessage request)
    {
        using var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Content = new ByteArrayContent(Body) };
        foreach ((string name, IEnumerable<string> values) in request.Headers)
        {
            copy.Headers.TryAddWithoutValidation(name, values);
        }

        using HttpResponseMessage response = await app.Client.SendAsync(copy);
        return response.StatusCode;
    }

    /// <summary>A store that outlives its processes.</summary>
    private sealed class SharedStore : IReplayStore
    {
        private readonly MemoryReplayStore _inner;

        public SharedStore() => _inner = new MemoryReplayStore(new MemoryReplayStoreOptions { Capacity = 1000, TimeProvider = Clock });

        public HmacKit.Testing.ManualTimeProvider Clock { get; } = new();

        public TimeSpan MaxRetention => MemoryReplayStore.MaxRetention;

        public bool IsAway { get; set; }

        public bool Throws { get; init; }

        public ValueTask<ReplayOutcome> TryAddAsync(ReplayClaim claim, CancellationToken cancellationToken = default) =>
            !IsAway ? _inner.TryAddAsync(claim, cancellationToken)
            : Throws ? throw new IOException("away")
            : new(ReplayOutcome.Unavailable);
    }
}
