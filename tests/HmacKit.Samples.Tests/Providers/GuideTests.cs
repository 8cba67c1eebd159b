using System.Text.Json;

namespace HmacKit.Samples.Tests.Providers;

public class GuideTests
{
    private static readonly (string, string) Key = ("X-API-Key", "your_api_key_here");

    [Fact]
    public async Task Following_next_reads_everything_once_and_prev_leads_back()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        var skus = new List<string>();
        string? previous = null;
        for (string? next = "/guide/products"; next is not null;)
        {
            Answer page = await app.SendAsync("GET", next, null, Key);
            Assert.Equal(200, page.Status);
            skus.AddRange(page.Json.GetProperty("data").EnumerateArray().Select(product => product.GetProperty("sku").GetString()!));
            Assert.Equal(skus.Count <= 20, page.Json.GetProperty("prev").ValueKind == JsonValueKind.Null);
            previous = page.Json.GetProperty("prev").GetString();
            next = page.Json.GetProperty("next").GetString();
        }

        Assert.Equal(45, skus.Count);
        Assert.Equal(45, skus.Distinct().Count());
        Assert.Equal("/guide/products?page=2&limit=20", previous);
    }

    [Theory]
    [InlineData("page=0")]
    [InlineData("page=-1")]
    [InlineData("page=1.5")]
    [InlineData("page=99999999999999999999")]
    [InlineData("page=")]
    [InlineData("page=1&page=2")]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("limit=%00")]
    public async Task Pages_are_numbers_within_bounds(string query)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Assert.Equal(400, (await app.SendAsync("GET", $"/guide/products?{query}", null, Key)).Status);
    }

    [Fact]
    public async Task A_page_beyond_the_end_is_empty_and_leads_back_to_the_last_one()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer page = await app.SendAsync("GET", "/guide/products?page=1000000&limit=10", null, Key);
        Assert.Equal(0, page.Json.GetProperty("data").GetArrayLength());
        Assert.Null(page.Json.GetProperty("next").GetString());
        Assert.Equal("/guide/products?page=5&limit=10", page.Json.GetProperty("prev").GetString());
    }

    [Fact]
    public async Task Many_products_are_changed_together_or_not_at_all()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer partly = await app.SendAsync(
            "POST", "/guide/products/bulk", """{"items":[{"sku":"sku_001","quantity":1},{"sku":"nothing","quantity":2}]}""", Key);
        Answer before = await app.SendAsync("GET", "/guide/products?limit=1", null, Key);
        Answer wholly = await app.SendAsync("POST", "/guide/products/bulk", """{"items":[{"sku":"sku_001","quantity":1}]}""", Key);
        Answer after = await app.SendAsync("GET", "/guide/products?limit=1", null, Key);

        Assert.Equal(404, partly.Status);
        Assert.Equal(10, before.Json.GetProperty("data")[0].GetProperty("quantity").GetInt32());
        Assert.Equal("""{"updated":1}""", wholly.Text);
        Assert.Equal(1, after.Json.GetProperty("data")[0].GetProperty("quantity").GetInt32());
    }

    [Theory]
    [InlineData("""{"items":[]}""")]
    [InlineData("""{"items":[null]}""")]
    [InlineData("""{"items":[{"sku":"sku_001"}]}""")]
    [InlineData("""{"items":[{"sku":"sku_001","quantity":-1}]}""")]
    [InlineData("""{"items":[{"sku":"sku_001","quantity":1.5}]}""")]
    [InlineData("""{"items":[{"sku":"sku_001","quantity":1},{"sku":"sku_001","quantity":2}]}""")]
    public async Task What_is_no_bulk_is_refused(string body)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Assert.Equal(400, (await app.SendAsync("POST", "/guide/products/bulk", body, Key)).Status);
    }

    [Fact]
    public async Task The_key_is_in_its_own_header_and_of_its_own_kind()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Assert.Equal(401, (await app.SendAsync("GET", "/guide/products")).Status);
        Assert.Equal(401, (await app.BearerAsync("your_api_key_here", "GET", "/guide/products")).Status);
        Assert.Equal(401, (await app.SendAsync("GET", "/guide/products", null, ("X-API-Key", "osk_your_secret_here"))).Status);
        Assert.Equal(401, (await app.SendAsync("GET", "/guide/products", null, Key, Key)).Status);
    }

    [Fact]
    public async Task Bulk_has_ten_a_minute_and_the_rest_a_hundred_and_every_answer_says_what_is_left()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        const string Bulk = """{"items":[{"sku":"sku_001","quantity":1}]}""";
        Answer first = await app.SendAsync("POST", "/guide/products/bulk", Bulk, Key);
        for (int i = 1; i < 10; i++)
        {
            Assert.Equal(200, (await app.SendAsync("POST", "/guide/products/bulk", Bulk, Key)).Status);
        }

        Answer refused = await app.SendAsync("POST", "/guide/products/bulk", Bulk, Key);
        Answer list = await app.SendAsync("GET", "/guide/products", null, Key);
        app.Clock.Advance(TimeSpan.FromSeconds(60));
        Answer later = await app.SendAsync("POST", "/guide/products/bulk", Bulk, Key);

        Assert.Equal(("10", "9"), (first.Header("X-RateLimit-Limit"), first.Header("X-RateLimit-Remaining")));
        Assert.Equal((429, "60"), (refused.Status, refused.Header("Retry-After")));
        Assert.Equal((200, "100"), (list.Status, list.Header("X-RateLimit-Limit")));
        Assert.Equal(200, later.Status);
    }

    [Fact]
    public async Task A_signed_webhook_is_answered_at_once_and_handled_afterwards()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        const string Body = """{"type":"stock.changed","sku":"sku_002","quantity":7}""";
        Answer unsigned = await app.SendAsync("POST", "/guide/webhooks", Body);
        Answer wrong = await app.SignedAsync(SchemeCatalog.Body, "", "another webhook secret", "POST", "/guide/webhooks", Body);
        Answer signed = await app.SignedAsync(SchemeCatalog.Body, "", "guide_webhook_test_secret", "POST", "/guide/webhooks", Body);

        Assert.Equal(401, unsigned.Status);
        Assert.Equal(401, wrong.Status);
        Assert.Equal(200, signed.Status);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!(await app.SendAsync("GET", "/guide/products?limit=2", null, Key)).Text.Contains("\"quantity\":7}", StringComparison.Ordinal))
        {
            await Task.Delay(10, cancellation.Token);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("""{"type":"something.else"}""")]
    [InlineData("""{"type":"stock.changed","sku":"sku_001","quantity":-1}""")]
    public async Task A_genuine_webhook_with_nothing_of_use_in_it_is_no_error(string body)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Assert.Equal(200, (await app.SignedAsync(SchemeCatalog.Body, "", "guide_webhook_test_secret", "POST", "/guide/webhooks", body)).Status);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!app.Log.Entries.Any(entry => entry.Level == Microsoft.Extensions.Logging.LogLevel.Warning && entry.Text.StartsWith("A webhook was genuine", StringComparison.Ordinal)))
        {
            await Task.Delay(10, cancellation.Token);
        }
    }
}
