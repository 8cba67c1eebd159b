using System.Text.Json;
using HmacKit.Testing;
using HmacKit.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Samples.Tests.Providers;

public class OneRingDeliveryTests
{
    private const string Pro = "osk_your_secret_here";
    private const string Enterprise = "osk_test_enterprise";

    private static readonly KeyRing Secret = ProviderApp.RingOf(SchemeCatalog.OneRing, "", "whsec_your_secret_here");

    [Fact]
    public async Task A_published_event_reaches_its_owner_s_subscribers_signed_as_documented()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        await using WebhookTarget target = await WebhookTarget.StartAsync();
        await using WebhookTarget uninterested = await WebhookTarget.StartAsync();
        await using WebhookTarget foreign = await WebhookTarget.StartAsync();
        await SubscribeAsync(app, Pro, target, "draft.published");
        await SubscribeAsync(app, Pro, uninterested, "draft.edited");
        await SubscribeAsync(app, Enterprise, foreign, "draft.published");

        Answer published = await app.BearerAsync(
            Pro, "POST", "/v1/external/events", """{"event_type":"draft.published","data":{"draftId":"draft_xyz","n":1.50}}""");
        RawRequest webhook = await target.NextAsync();

        Assert.Equal("True", published["queued"]);
        Assert.Equal(VerificationStatus.Valid, SchemeCatalog.OneRing.Verify(webhook, Secret, app.Clock.GetUtcNow()).Status);
        Assert.Equal(published["event_id"], webhook.GetHeader("X-Webhook-Event-ID").Value);
        string time = app.Clock.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        Assert.Equal(
            $$$"""{"eventType":"draft.published","eventId":"{{{published["event_id"]}}}","timestamp":"{{{time}}}","data":{"draftId":"draft_xyz","n":1.50}}""",
            System.Text.Encoding.UTF8.GetString(webhook.Body.Span));
        Assert.True(uninterested.IsEmpty);
        Assert.True(foreign.IsEmpty);
    }

    [Fact]
    public async Task A_test_event_reaches_every_subscription_of_its_owner_and_the_list_shows_when()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        await using WebhookTarget target = await WebhookTarget.StartAsync();
        await SubscribeAsync(app, Pro, target, "draft.published");
        await PublishAsync(app);
        await target.NextAsync();

        await EventuallyAsync(async () => LastDelivered(await app.BearerAsync(Pro, "GET", "/v1/external/webhooks")) is not null);
    }

    [Fact]
    public async Task A_failing_subscriber_gets_it_again_after_a_minute_five_and_fifteen_and_then_no_more()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        await using WebhookTarget target = await WebhookTarget.StartAsync();
        target.StatusCode = 503;
        await SubscribeAsync(app, Pro, target, "draft.published");
        await PublishAsync(app);
        RawRequest first = await target.NextAsync();
        foreach ((int attempt, int seconds) in new[] { (1, 60), (2, 300), (3, 900) })
        {
            await AttemptedAsync(app, attempt);
            app.Clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            app.Services.GetRequiredService<WebhookOutbox>().Wake();
            await Task.Delay(50);
            Assert.True(target.IsEmpty);
            app.Clock.Advance(TimeSpan.FromMilliseconds(1));
            RawRequest again = await target.NextAsync(app);
            Assert.Equal(first.GetHeader("X-Webhook-Event-ID").Value, again.GetHeader("X-Webhook-Event-ID").Value);
            Assert.Equal(first.Body.ToArray(), again.Body.ToArray());
            Assert.Equal(VerificationStatus.Valid, SchemeCatalog.OneRing.Verify(again, Secret, app.Clock.GetUtcNow()).Status);
        }

        await EventuallyAsync(async () => (await app.Services.GetRequiredService<WebhookOutbox>().ListDeliveriesAsync(state: DeliveryState.Dead)).Count == 1);
        Assert.True(target.IsEmpty);
    }

    [Fact]
    public async Task A_subscriber_that_is_gone_is_sent_nothing_more()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        await using WebhookTarget target = await WebhookTarget.StartAsync();
        target.StatusCode = 410;
        await SubscribeAsync(app, Pro, target, "draft.published");
        await PublishAsync(app);
        await target.NextAsync();

        WebhookOutbox outbox = app.Services.GetRequiredService<WebhookOutbox>();
        await EventuallyAsync(async () => (await outbox.ListAsync())[0].Status == SubscriptionStatus.Disabled);
        target.StatusCode = 200;
        await PublishAsync(app);
        Assert.Single(await outbox.ListDeliveriesAsync());
        Assert.True(target.IsEmpty);
    }

    [Fact]
    public async Task The_guide_s_calls_configure_select_generate_and_test()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        await using WebhookTarget target = await WebhookTarget.StartAsync();
        await SubscribeAsync(app, Pro, target, "draft.published");
        string id = (await app.BearerAsync(Pro, "GET", "/v1/external/webhooks")).Json.GetProperty("webhooks")[0].GetProperty("id").GetString()!;

        Answer selected = await app.BearerAsync(Pro, "PUT", $"/v1/external/webhooks/{id}/events", """{"events":["draft.edited"]}""");
        Assert.Equal("""["draft.edited"]""", selected.Json.GetProperty("events").GetRawText());
        string secret = (await app.BearerAsync(Pro, "POST", $"/v1/external/webhooks/{id}/secret"))["secret"]!;
        Answer tested = await app.BearerAsync(Pro, "POST", $"/v1/external/webhooks/{id}/test");
        RawRequest webhook = await target.NextAsync(app);
        Assert.Equal(tested["event_id"], webhook.GetHeader("X-Webhook-Event-ID").Value);
        Assert.Equal(VerificationStatus.Valid, SchemeCatalog.OneRing.Verify(webhook, ProviderApp.RingOf(SchemeCatalog.OneRing, "", secret), app.Clock.GetUtcNow()).Status);

        // Nobody else's.
        foreach ((string method, string target2, string? body) in new[] { ("PUT", "events", """{"events":["a"]}"""), ("POST", "secret", null), ("POST", "test", (string?)null) })
        {
            Assert.Equal(404, (await app.BearerAsync(Enterprise, method, $"/v1/external/webhooks/{id}/{target2}", body)).Status);
        }
    }

    [Fact]
    public async Task What_waits_is_sent_after_a_restart_if_the_settings_keep_the_store()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("hmackit-test-").FullName, "store.db");
        await using WebhookTarget target = await WebhookTarget.StartAsync();
        target.StatusCode = 500;
        await using (ProviderApp app = await ProviderApp.StartAsync(("Store:Path", path)))
        {
            await SubscribeAsync(app, Pro, target, "draft.published");
            await PublishAsync(app);
            await target.NextAsync();
            await AttemptedAsync(app, 1);
        }

        target.StatusCode = 200;
        await using ProviderApp restarted = await ProviderApp.StartAsync(("Store:Path", path));
        restarted.Clock.Advance(TimeSpan.FromSeconds(60));
        await target.NextAsync(restarted);
    }

    [Theory]
    [InlineData("""{"event_type":"test.event"}""")]
    [InlineData("""{"event_type":"test.event","data":[]}""")]
    [InlineData("""{"event_type":"test event","data":{}}""")]
    [InlineData("""{"event_type":"","data":{}}""")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"event_type":"test.event","data":{"a":1,"a":2}}""")]
    public async Task What_is_no_event_is_refused(string body)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer answer = await app.BearerAsync(Pro, "POST", "/v1/external/events", body);
        Assert.Equal((400, "INVALID_REQUEST"), (answer.Status, answer["code"]));
    }

    private static async Task SubscribeAsync(ProviderApp app, string key, WebhookTarget target, string eventType)
    {
        string body = JsonSerializer.Serialize(new { url = target.Url, events = new[] { eventType } });
        Assert.Equal(201, (await app.BearerAsync(key, "POST", "/v1/external/webhooks", body)).Status);
    }

    private static async Task PublishAsync(ProviderApp app, string body = """{"event_type":"test.event","data":{"message":"Testing webhook"}}""") =>
        Assert.Equal(200, (await app.BearerAsync(Pro, "POST", "/v1/external/events", body)).Status);

    private static string? LastDelivered(Answer list) => list.Json.GetProperty("webhooks")[0].GetProperty("last_delivered_at").GetString();

    /// <summary>Waits until so many attempts are written down, and so the next one has its time.</summary>
    private static Task AttemptedAsync(ProviderApp app, int attempts) => EventuallyAsync(async () =>
        await app.Services.GetRequiredService<WebhookOutbox>().ListDeliveriesAsync() is [{ } delivery] && delivery.Attempts == attempts);

    private static async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await isSo())
        {
            await Task.Delay(10, cancellation.Token);
        }
    }
}
