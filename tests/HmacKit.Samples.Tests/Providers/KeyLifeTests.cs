namespace HmacKit.Samples.Tests.Providers;

/// <summary>Keys that callers issue, rotate and revoke themselves, and the environments they are for.</summary>
public class KeyLifeTests
{
    private const string Broker = "YOUR_BROKER_TOKEN";
    private const string Live = "your_api_key_here";
    private const string Sandbox = "your_sandbox_api_key_here";

    [Fact]
    public async Task A_key_of_TheOne_is_rotated_with_an_overlap_and_revoked_for_good()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer created = await app.BearerAsync(Broker, "POST", "/broker/v1/keys", """{"name":"Key","permissions":["read"]}""");
        (string id, string first) = (created["api_key"]!, created["secret"]!);
        Answer rotated = await app.BearerAsync(Broker, "POST", $"/broker/v1/keys/{id}/rotate", """{"overlap_seconds":60}""");
        Assert.Equal((200, id, "no-store"), (rotated.Status, rotated["api_key"], rotated.Header("Cache-Control")));
        Assert.Equal((200, 200), (await BalancesAsync(app, id, first), await BalancesAsync(app, id, rotated["secret"]!)));
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal((401, 200), (await BalancesAsync(app, id, first), await BalancesAsync(app, id, rotated["secret"]!)));

        Answer list = await app.BearerAsync(Broker, "GET", "/broker/v1/keys");
        Assert.Contains(id, list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(rotated["secret"]!, list.Text, StringComparison.Ordinal);
        Assert.Equal(204, (await app.BearerAsync(Broker, "DELETE", $"/broker/v1/keys/{id}")).Status);
        Assert.Equal(401, await BalancesAsync(app, id, rotated["secret"]!));
        Answer gone = await app.BearerAsync(Broker, "POST", $"/broker/v1/keys/{id}/rotate");
        Assert.Equal((404, "There is no such key."), (gone.Status, gone["error"]));
    }

    [Fact]
    public async Task The_guide_s_key_is_generated_by_a_call_and_opens_what_is_live_and_not_the_sandbox()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer live = await GuideAsync(app, Live, "POST", "/guide/keys", """{"name":"Mine","scopes":["products"]}""");
        Answer test = await GuideAsync(app, Live, "POST", "/guide/keys", """{"name":"Trial","scopes":["products"],"environment":"test"}""");
        Assert.Equal((201, 201), (live.Status, test.Status));
        Assert.StartsWith("osk_live_", live["secret"], StringComparison.Ordinal);
        Assert.StartsWith("osk_test_", test["secret"], StringComparison.Ordinal);
        Answer own = await GuideAsync(app, live["secret"]!, "GET", "/guide/products");
        Assert.Equal((200, "100"), (own.Status, own.Header("X-RateLimit-Limit")));
        Assert.Equal(401, (await GuideAsync(app, test["secret"]!, "GET", "/guide/products")).Status);
        Assert.Equal(401, (await GuideAsync(app, live["secret"]!, "GET", "/sandbox/guide/products")).Status);
        Assert.Contains("Sandbox product", (await GuideAsync(app, test["secret"]!, "GET", "/sandbox/guide/products")).Text, StringComparison.Ordinal);
        Assert.Equal(403, (await GuideAsync(app, live["secret"]!, "GET", "/guide/keys")).Status); // it has no right to make others
    }

    [Fact]
    public async Task What_is_done_in_the_sandbox_stays_there()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        const string Bulk = """{"items":[{"sku":"sku_001","quantity":77}]}""";
        Assert.Equal(200, (await GuideAsync(app, Sandbox, "POST", "/sandbox/guide/products/bulk", Bulk)).Status);
        Assert.Contains("77", (await GuideAsync(app, Sandbox, "GET", "/sandbox/guide/products")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("77", (await GuideAsync(app, Live, "GET", "/guide/products")).Text, StringComparison.Ordinal);
        Assert.Equal((401, 401), ((await GuideAsync(app, Live, "GET", "/sandbox/guide/products")).Status, (await GuideAsync(app, Sandbox, "GET", "/guide/products")).Status));
    }

    private static async Task<int> BalancesAsync(ProviderApp app, string id, string secret) =>
        (await app.SignedAsync(SchemeCatalog.TheOne, id, secret, "GET", "/api/v1/balances")).Status;

    private static Task<Answer> GuideAsync(ProviderApp app, string key, string method, string target, string? body = null) =>
        app.SendAsync(method, target, body, ("X-API-Key", key));
}
