using System.Text.Json;
using HmacKit.Testing;

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
        foreach (int seconds in new[] { 60, 300, 900 })
        {
            await NextTimerAsync(app.Clock, TimeSpan.FromSeconds(seconds));
            app.Clock.Advance(TimeSpan.FromSeconds(seconds));
            RawRequest again = await target.NextAsync();
            Assert.Equal(first.GetHeader("X-Webhook-Event-ID").Value, again.GetHeader("X-Webhook-Event-ID").Value);
            Assert.Equal(first.Body.ToArray(), again.Body.ToArray());
            Assert.Equal(VerificationStatus.Valid, SchemeCatalog.OneRing.Verify(again, Secret, app.Clock.GetUtcNow()).Status);
        }

        await EventuallyAsync(() => Task.FromResult(app.Log.Entries.Any(entry => entry.Text.Contains("dead letter", StringComparison.Ordinal))));
        Assert.True(target.IsEmpty);
    }

    [Fact]
    public async Task A_subscriber_that_refuses_is_left_alone()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        await using WebhookTarget target = await WebhookTarget.StartAsync();
        target.StatusCode = 410;
        await SubscribeAsync(app, Pro, target, "draft.published");
        await PublishAsync(app);
        await target.NextAsync();

        await EventuallyAsync(() => Task.FromResult(app.Log.Entries.Any(entry => entry.Text.Contains("got 410 Gone", StringComparison.Ordinal))));
        app.Clock.Advance(TimeSpan.FromHours(1));
        target.StatusCode = 200;
        await PublishAsync(app, """{"event_type":"test.event","data":{"second":true}}""");
        Assert.Contains("second", System.Text.Encoding.UTF8.GetString((await target.NextAsync()).Body.Span), StringComparison.Ordinal);
        Assert.True(target.IsEmpty);
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
            await NextTimerAsync(app.Clock, TimeSpan.FromSeconds(60));
        }

        target.StatusCode = 200;
        await using ProviderApp restarted = await ProviderApp.StartAsync(("Store:Path", path));
        restarted.Clock.Advance(TimeSpan.FromSeconds(60));
        await target.NextAsync();
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

    /// <summary>Waits until somebody waits for this long; attempts' time-outs are timers too.</summary>
    private static async Task NextTimerAsync(ManualTimeProvider clock, TimeSpan wanted)
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await clock.NextTimerAsync(cancellation.Token) != wanted)
        {
        }
    }

    private static async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await isSo())
        {
            await Task.Delay(10, cancellation.Token);
        }
    }
}
