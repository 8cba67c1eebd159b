namespace HmacKit.Samples.Tests.Providers;

/// <summary>The guide's records: created, changed and deleted by their version, live and in the sandbox, in both versions of the API.</summary>
public class GuideRecordTests
{
    private const string Live = "your_api_key_here";
    private const string Test = "your_sandbox_api_key_here";

    [Theory]
    [InlineData("products", "sku_new", """{"sku":"sku_new","name":"New","quantity":5}""", """{"sku":"sku_new","name":"Newer","quantity":6}""")]
    [InlineData("prices", "sku_new", """{"sku":"sku_new","cents":1999,"currency":"EUR","promotion_percent":0}""", """{"sku":"sku_new","cents":1999,"currency":"EUR","promotion_percent":20}""")]
    [InlineData("customers", "cus_new", """{"id":"cus_new","email":"dora@example.com","name":"Dora"}""", """{"id":"cus_new","email":"dora@example.org","name":"Dora"}""")]
    [InlineData("orders", "ord_new", """{"id":"ord_new","customer_id":"cus_001","items":[{"sku":"sku_001","quantity":2}],"status":"open","payment":"pending"}""", """{"id":"ord_new","customer_id":"cus_001","items":[{"sku":"sku_001","quantity":2}],"status":"fulfilled","payment":"pending"}""")]
    public async Task A_record_is_created_read_changed_and_deleted(string kind, string id, string first, string second)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer created = await SendAsync(app, "POST", $"/guide/{kind}", first);
        Assert.Equal((201, first, $"/guide/{kind}/{id}"), (created.Status, created.Text, created.Header("Location")));
        Answer found = await SendAsync(app, "GET", $"/guide/{kind}/{id}");
        Assert.Equal((200, first, created.Header("ETag")), (found.Status, found.Text, found.Header("ETag")));
        Assert.Equal(304, (await SendAsync(app, "GET", $"/guide/{kind}/{id}", null, ("If-None-Match", found.Header("ETag")))).Status);
        Assert.Contains(first, (await SendAsync(app, "GET", $"/guide/{kind}?limit=100")).Text, StringComparison.Ordinal);
        Assert.Contains(first, (await SendAsync(app, "GET", $"/guide/{kind}?cursor=&limit=100")).Text, StringComparison.Ordinal);

        Answer changed = await SendAsync(app, "PUT", $"/guide/{kind}/{id}", second, ("If-Match", found.Header("ETag")));
        Assert.Equal((200, second), (changed.Status, changed.Text));
        Assert.NotEqual(found.Header("ETag"), changed.Header("ETag"));
        Assert.Equal(204, (await SendAsync(app, "DELETE", $"/guide/{kind}/{id}", null, ("If-Match", changed.Header("ETag")))).Status);
        Assert.Equal(404, (await SendAsync(app, "GET", $"/guide/{kind}/{id}")).Status);
    }

    [Fact]
    public async Task Of_two_who_change_the_same_version_the_second_one_is_told()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        string version = (await SendAsync(app, "GET", "/guide/products/sku_001")).Header("ETag");
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            SendAsync(app, "PUT", "/guide/products/sku_001", $$"""{"name":"Name {{i}}","quantity":1}""", ("If-Match", version))));
        Assert.Equal((1, 7), (answers.Count(answer => answer.Status == 200), answers.Count(answer => answer.Status == 412)));
        Assert.Equal(412, (await SendAsync(app, "DELETE", "/guide/products/sku_001", null, ("If-Match", version))).Status);
        Assert.Equal(412, (await SendAsync(app, "DELETE", "/guide/products/sku_001", null, ("If-Match", "W/" + version))).Status);
    }

    [Fact]
    public async Task What_is_there_is_not_created_again_and_without_a_version_nothing_is_changed()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        const string Product = """{"sku":"sku_001","name":"Another","quantity":1}""";
        Assert.Equal(409, (await SendAsync(app, "POST", "/guide/products", Product)).Status);
        Assert.Equal(428, (await SendAsync(app, "PUT", "/guide/products/sku_001", Product)).Status);
        Assert.Equal(428, (await SendAsync(app, "DELETE", "/guide/products/sku_001")).Status);
        Assert.Equal(404, (await SendAsync(app, "PUT", "/guide/products/nothing", """{"name":"Another","quantity":1}""", ("If-Match", "*"))).Status);
        Assert.DoesNotContain("Another", (await SendAsync(app, "GET", "/guide/products/sku_001")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("products", """{"sku":"a","name":"b"}""")]
    [InlineData("products", """{"sku":"a","name":"b","quantity":-1}""")]
    [InlineData("products", """{"sku":1,"name":"b","quantity":1}""")]
    [InlineData("prices", """{"sku":"a","cents":1,"currency":"EURO"}""")]
    [InlineData("prices", """{"sku":"a","cents":1,"currency":"EUR","promotion_percent":101}""")]
    [InlineData("customers", """{"email":"nobody","name":"b"}""")]
    [InlineData("customers", """{"id":"a\u0000","email":"a@b","name":"b"}""")]
    [InlineData("orders", """{"customer_id":"a","items":[]}""")]
    [InlineData("orders", """{"customer_id":"a","items":[{"sku":"a","quantity":0}]}""")]
    [InlineData("orders", """{"customer_id":"a","items":[null]}""")]
    [InlineData("orders", """{"customer_id":"a","items":[{"sku":"a","quantity":1}],"status":"lost"}""")]
    [InlineData("orders", "[]")]
    public async Task What_is_no_record_is_400(string kind, string body)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Assert.Equal(400, (await SendAsync(app, "POST", $"/guide/{kind}", body)).Status);
    }

    [Theory]
    [InlineData("4242424242424242", "paid")]
    [InlineData("4000000000000002", "declined")]
    [InlineData("1", "pending")]
    public async Task In_the_sandbox_payments_are_played_and_no_card_is_kept(string card, string payment)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        string order = $$"""{"customer_id":"cus_test","items":[{"sku":"sku_001","quantity":1}],"card":"{{card}}"}""";
        Answer played = await app.SendAsync("POST", "/sandbox/guide/orders", order, ("X-API-Key", Test));
        Assert.Equal((201, payment), (played.Status, played["payment"]));
        Assert.DoesNotContain("card", (await app.SendAsync("GET", $"/sandbox/guide/orders/{played["id"]}", null, ("X-API-Key", Test))).Text, StringComparison.Ordinal);
        Assert.Equal("pending", (await SendAsync(app, "POST", "/guide/orders", order))["payment"]);
        Assert.Equal(404, (await SendAsync(app, "GET", $"/guide/orders/{played["id"]}")).Status);
    }

    [Fact]
    public async Task A_key_that_may_read_changes_nothing_live_or_in_the_sandbox()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        foreach ((string environment, string path) in new[] { ("live", "/guide"), ("test", "/sandbox/guide") })
        {
            string key = (await SendAsync(app, "POST", "/guide/keys", $$"""{"name":"Reader","scopes":["products"],"environment":"{{environment}}"}"""))["secret"]!;
            Assert.Equal(200, (await app.SendAsync("GET", $"{path}/products/sku_001", null, ("X-API-Key", key))).Status);
            Assert.Equal(403, (await app.SendAsync("POST", $"{path}/customers", """{"email":"a@b","name":"b"}""", ("X-API-Key", key))).Status);
            Assert.Equal(403, (await app.SendAsync("DELETE", $"{path}/products/sku_001", null, ("X-API-Key", key), ("If-Match", "*"))).Status);
        }
    }

    [Fact]
    public async Task Version_1_answers_in_its_old_form_and_says_until_when_and_version_2_beside_it_does_not()
    {
        await using ProviderApp app = await ProviderApp.StartAsync(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
        Answer old = await SendAsync(app, "GET", "/guide/v1/products?limit=20");
        Assert.Equal((200, 20, "3"), (old.Status, old.Json.GetProperty("products").GetArrayLength(), old["pages"]));
        Assert.Equal(
            ("@1793491200", "Mon, 01 Nov 2027 00:00:00 GMT", "</guide/v2>; rel=\"successor-version\""),
            (old.Header("Deprecation"), old.Header("Sunset"), old.Header("Link")));
        Assert.Equal(("@1793491200", 401), ((await app.SendAsync("GET", "/guide/v1/products")).Header("Deprecation"), (await app.SendAsync("GET", "/guide/v1/products")).Status));
        Answer current = await SendAsync(app, "GET", "/guide/v2/products");
        Assert.Equal((200, "", "45"), (current.Status, current.Header("Deprecation") + current.Header("Sunset"), current["total"]));
    }

    [Fact]
    public async Task Version_1_is_gone_after_its_day_and_is_promised_for_six_months_at_least()
    {
        await using ProviderApp app = await ProviderApp.StartAsync(new DateTimeOffset(2027, 11, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(410, (await SendAsync(app, "GET", "/guide/v1/products")).Status);
        Assert.Equal(200, (await SendAsync(app, "GET", "/guide/v2/products")).Status);
        await Assert.ThrowsAsync<InvalidOperationException>(() => ProviderApp.StartAsync(("Guide:Version1:Sunset", "2027-04-30T00:00:00Z")));
    }

    private static Task<Answer> SendAsync(ProviderApp app, string method, string target, string? body = null, params (string, string)[] headers) =>
        app.SendAsync(method, target, body, [("X-API-Key", Live), .. headers]);
}
