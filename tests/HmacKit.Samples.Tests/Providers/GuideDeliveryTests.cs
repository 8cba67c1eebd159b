using System.Text.Json;
using HmacKit.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Samples.Tests.Providers;

/// <summary>The guide's webhooks on their way out: what happens to a shop's records, signed as its verifyWebhook checks it.</summary>
public class GuideDeliveryTests
{
    private const string Live = "your_api_key_here";
    private const string Sandbox = "your_sandbox_api_key_here";
    private const string Order = """{"id":"ord_new","customer_id":"cus_001","items":[{"sku":"sku_001","quantity":2}]}""";

    [Fact]
    public async Task An_order_is_told_of_when_it_is_created_changed_and_deleted()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        await using WebhookTarget target = await WebhookTarget.StartAsync();
        Answer made = await SubscribeAsync(app, Live, "/guide", target, "orders.created", "orders.changed", "orders.deleted");
        Assert.Equal(201, made.Status);

        Answer created = await SendAsync(app, Live, "POST", "/guide/orders", Order);
        RawRequest first = await NextAsync(app, target, made["secret"]!);
        using JsonDocument json = JsonDocument.Parse(first.Body);
        Assert.Equal(("orders.created", created.Text), (json.RootElement.GetProperty("type").GetString(), json.RootElement.GetProperty("data").GetRawText()));

        Answer changed = await SendAsync(app, Live, "PUT", "/guide/orders/ord_new", Order, ("If-Match", created.Header("ETag")));
        Assert.Contains("\"type\":\"orders.changed\"", Text(await NextAsync(app, target, made["secret"]!)), StringComparison.Ordinal);
        Assert.Equal(204, (await SendAsync(app, Live, "DELETE", "/guide/orders/ord_new", null, ("If-Match", changed.Header("ETag")))).Status);
        Assert.Contains("\"type\":\"orders.deleted\"", Text(await NextAsync(app, target, made["secret"]!)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_refused_is_not_told_of_nor_what_nobody_asked_for_nor_what_is_the_sandbox_s()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        await using WebhookTarget target = await WebhookTarget.StartAsync();
        await SubscribeAsync(app, Live, "/guide", target, "orders.created", "orders.changed", "orders.deleted");
        Assert.Equal(400, (await SendAsync(app, Live, "POST", "/guide/orders", "{}")).Status);
        Assert.Equal(412, (await SendAsync(app, Live, "DELETE", "/guide/orders/ord_001", null, ("If-Match", "\"other\""))).Status);
        Assert.Equal(201, (await SendAsync(app, Live, "POST", "/guide/customers", """{"email":"dora@example.com","name":"Dora"}""")).Status);
        Assert.Equal(201, (await SendAsync(app, Sandbox, "POST", "/sandbox/guide/orders", Order)).Status);
        Assert.Empty(await app.Services.GetRequiredService<WebhookOutbox>().ListDeliveriesAsync());
    }

    [Fact]
    public async Task Events_are_selected_a_secret_is_generated_and_the_configuration_is_tested()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        await using WebhookTarget target = await WebhookTarget.StartAsync();
        Answer made = await SubscribeAsync(app, Sandbox, "/sandbox/guide", target, "orders.created");
        string path = $"/sandbox/guide/webhook-endpoints/{made["id"]}";
        Assert.Equal("""["products.created"]""", (await SendAsync(app, Sandbox, "PUT", path + "/events", """{"events":["products.created"]}""")).Json.GetProperty("events").GetRawText());
        string secret = (await SendAsync(app, Sandbox, "POST", path + "/secret"))["secret"]!;
        Answer tested = await SendAsync(app, Sandbox, "POST", path + "/test");
        Assert.Contains($"\"id\":\"{tested["event_id"]}\"", Text(await NextAsync(app, target, secret)), StringComparison.Ordinal);
        Assert.Equal(1, (await SendAsync(app, Sandbox, "GET", "/sandbox/guide/webhook-endpoints")).Json.GetProperty("webhooks").GetArrayLength());

        // Live is another shop, and OneRing's keys open neither.
        Assert.Equal(404, (await SendAsync(app, Live, "POST", $"/guide/webhook-endpoints/{made["id"]}/test")).Status);
        Assert.Equal(401, (await app.BearerAsync("osk_your_secret_here", "GET", "/guide/webhook-endpoints")).Status);
        Assert.Equal("""{"error":"url and events are required."}""", (await SendAsync(app, Live, "POST", "/guide/webhook-endpoints", "{}")).Text);
    }

    private static Task<Answer> SubscribeAsync(ProviderApp app, string key, string shop, WebhookTarget target, params string[] events) =>
        SendAsync(app, key, "POST", $"{shop}/webhook-endpoints", JsonSerializer.Serialize(new { url = target.Url, events }));

    /// <summary>The next webhook, which has the signature of the document's verifyWebhook: hex of HMAC-SHA256 over the body.</summary>
    private static async Task<RawRequest> NextAsync(ProviderApp app, WebhookTarget target, string secret)
    {
        RawRequest request = await target.NextAsync(app);
        byte[] tag = System.Security.Cryptography.HMACSHA256.HashData(System.Text.Encoding.UTF8.GetBytes(secret), request.Body.Span);
        Assert.Equal(Convert.ToHexStringLower(tag), request.GetHeader("X-Signature").Value);
        return request;
    }

    private static string Text(RawRequest request) => System.Text.Encoding.UTF8.GetString(request.Body.Span);

    private static Task<Answer> SendAsync(ProviderApp app, string key, string method, string target, string? body = null, params (string, string)[] headers) =>
        app.SendAsync(method, target, body, [("X-API-Key", key), .. headers]);
}
