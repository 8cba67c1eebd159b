using HmacKit.Testing;

namespace HmacKit.Samples.Tests.Providers;

public class TheOneTests
{
    private const string Trade = """{"from":"ETH","to":"USDT","amount":"1.5","slippage_bps":30}""";

    [Fact]
    public async Task The_time_is_there_without_a_key_in_milliseconds()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer answer = await app.SendAsync("GET", "/api/v1/time");
        Assert.Equal($$"""{"serverTime":{{app.Clock.GetUtcNow().ToUnixTimeMilliseconds()}}}""", answer.Text);
    }

    [Fact]
    public async Task A_swap_moves_what_the_estimate_says_and_its_order_can_be_looked_up()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer estimate = await app.TheOneAsync("POST", "/api/v1/estimate", Trade);
        Answer swap = await app.TheOneAsync("POST", "/api/v1/swap", Trade);
        Answer order = await app.TheOneAsync("GET", $"/api/v1/orders/{swap["order_id"]}/status");
        Answer balances = await app.TheOneAsync("GET", "/api/v1/balances");
        Answer foreign = await app.TheOneAsync("GET", $"/api/v1/orders/{swap["order_id"]}/status", key: 2);

        Assert.Equal(200, swap.Status);
        Assert.Equal(estimate["estimated_amount"], swap["received"]);
        Assert.Equal("completed", order["status"]);
        Assert.Equal(swap.Text, order.Text);
        Assert.Contains("""{"asset":"ETH","available":"99998.5"}""", balances.Text, StringComparison.Ordinal);
        Assert.Contains("""{"asset":"USDT","available":"254495.5"}""", balances.Text, StringComparison.Ordinal);
        Assert.Equal((404, "Order not found"), (foreign.Status, foreign["error"]));
    }

    [Fact]
    public async Task A_key_without_the_permission_to_trade_can_look_and_not_swap()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Assert.Equal(200, (await app.SignedAsync(SchemeCatalog.TheOne, "test_key_read_only", "test_secret_read_only", "POST", "/api/v1/estimate", Trade)).Status);
        Answer swap = await app.SignedAsync(SchemeCatalog.TheOne, "test_key_read_only", "test_secret_read_only", "POST", "/api/v1/swap", Trade);
        Assert.Equal((403, "Insufficient permissions"), (swap.Status, swap["error"]));
    }

    [Fact]
    public async Task Nobody_swaps_more_than_he_has_however_many_he_tries_at_once()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ =>
            app.TheOneAsync("POST", "/api/v1/swap", """{"from":"BTC","to":"USDT","amount":"1"}""")));

        Assert.Equal(10, answers.Count(answer => answer.Status == 200));
        Assert.Equal(2, answers.Count(answer => answer.Status == 400 && answer["error"] == "Insufficient balance"));
    }

    [Theory]
    [InlineData("""{"from":"ETH","to":"USDT","amount":1.5}""")]
    [InlineData("""{"from":"ETH","to":"USDT","amount":"-1"}""")]
    [InlineData("""{"from":"ETH","to":"USDT","amount":"0"}""")]
    [InlineData("""{"from":"ETH","to":"USDT","amount":"1e5"}""")]
    [InlineData("""{"from":"ETH","to":"USDT","amount":"1,5"}""")]
    [InlineData("""{"from":"ETH","to":"USDT","amount":"0.000000001"}""")]
    [InlineData("""{"from":"ETH","to":"USDT","amount":"99999999999"}""")]
    [InlineData("""{"from":"ETH","to":"ETH","amount":"1"}""")]
    [InlineData("""{"from":"ETH","to":"DOGE","amount":"1"}""")]
    [InlineData("""{"from":"ETH","to":"USDT","amount":"1","slippage_bps":10001}""")]
    [InlineData("""{"from":"ETH","from":"BTC","to":"USDT","amount":"1"}""")]
    [InlineData("""[]""")]
    [InlineData("")]
    public async Task What_is_no_trade_is_refused(string body)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        foreach (string path in new[] { "/api/v1/estimate", "/api/v1/swap" })
        {
            Assert.Equal(400, (await app.TheOneAsync("POST", path, body)).Status);
        }
    }

    [Fact]
    public async Task A_new_key_works_at_once_with_its_permissions_until_it_expires()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        string expires = app.Clock.GetUtcNow().AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
        Answer created = await app.BearerAsync("YOUR_BROKER_TOKEN", "POST", "/broker/v1/keys", KeyRequest($"\"{expires}\""));
        (string keyId, string secret) = (created["api_key"]!, created["secret"]!);

        Assert.Equal(201, created.Status);
        Assert.Equal(expires, created["expires_at"]);
        Assert.Equal("no-store", created.Header("Cache-Control"));
        Assert.Equal(200, (await app.SignedAsync(SchemeCatalog.TheOne, keyId, secret, "GET", "/api/v1/balances")).Status);
        Assert.Equal(403, (await app.SignedAsync(SchemeCatalog.TheOne, keyId, secret, "POST", "/api/v1/swap", Trade)).Status);
        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(401, (await app.SignedAsync(SchemeCatalog.TheOne, keyId, secret, "GET", "/api/v1/balances")).Status);
        Assert.DoesNotContain(app.Log.Entries, entry => entry.ToString().Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_expiry_in_the_past_gives_a_key_for_a_day_and_says_so_unless_the_settings_refuse_it()
    {
        const string Past = "\"2025-12-31T23:59:59Z\"";
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer created = await app.BearerAsync("YOUR_BROKER_TOKEN", "POST", "/broker/v1/keys", KeyRequest(Past));
        Assert.Equal(201, created.Status);
        Assert.Equal(app.Clock.GetUtcNow().AddDays(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"), created["expires_at"]);
        Assert.NotNull(created["warning"]);

        await using ProviderApp strict = await ProviderApp.StartAsync(("TheOne:LifetimeInPlaceOfPastExpiry", ""));
        Assert.Equal(400, (await strict.BearerAsync("YOUR_BROKER_TOKEN", "POST", "/broker/v1/keys", KeyRequest(Past))).Status);
    }

    [Theory]
    [InlineData("""{"permissions":["read"]}""")]
    [InlineData("""{"name":"Key","permissions":[]}""")]
    [InlineData("""{"name":"Key","permissions":["admin"]}""")]
    [InlineData("""{"name":"Key","permissions":["read","read"]}""")]
    [InlineData("""{"name":"Key","permissions":[null]}""")]
    [InlineData("""{"name":"Key","permissions":["read"],"expires_at":"tomorrow"}""")]
    [InlineData("""{"name":"a\nb","permissions":["read"]}""")]
    public async Task What_is_no_request_for_a_key_is_refused(string body)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Assert.Equal(400, (await app.BearerAsync("YOUR_BROKER_TOKEN", "POST", "/broker/v1/keys", body)).Status);
    }

    [Fact]
    public async Task Keys_are_for_brokers_only()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Assert.Equal(401, (await app.SendAsync("POST", "/broker/v1/keys", KeyRequest("null"))).Status);
        Assert.Equal(401, (await app.BearerAsync("SOMEBODY_ELSE", "POST", "/broker/v1/keys", KeyRequest("null"))).Status);
        Assert.Equal(403, (await app.BearerAsync("osk_your_secret_here", "POST", "/broker/v1/keys", KeyRequest("null"))).Status);
    }

    [Fact]
    public async Task Refusals_are_the_documented_four()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer missing = await app.SendAsync("GET", "/api/v1/balances");
        Answer wrong = await app.SignedAsync(SchemeCatalog.TheOne, "test_key_1", "test_secret_x", "GET", "/api/v1/balances");
        var values = new SigningValues { Nonce = "nonce_1", Time = app.Clock.GetUtcNow() };
        HttpResponseMessage[] twice = [await SendAsync(app, values), await SendAsync(app, values)];
        HttpResponseMessage late = await SendAsync(app, values with { Nonce = "nonce_2", Time = app.Clock.GetUtcNow().AddSeconds(-31) });

        Assert.Equal((401, "Missing API key"), (missing.Status, missing["error"]));
        Assert.Equal((401, "Invalid signature"), (wrong.Status, wrong["error"]));
        Assert.Equal(200, (int)twice[0].StatusCode);
        Assert.Equal("""{"error":"Nonce has already been used"}""", await twice[1].Content.ReadAsStringAsync());
        Assert.Equal("""{"error":"Request timestamp outside allowed window"}""", await late.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("null", 200)]
    [InlineData("Null", 401)]
    [InlineData("nul", 401)]
    [InlineData("null ", 401)]
    [InlineData("{}", 401)]
    public async Task Of_the_content_of_a_GET_only_null_counts_as_none(string content, int status)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app.Http.BaseAddress!, "/api/v1/balances"));
        SchemeCatalog.TheOne.SignForTest(request, ProviderApp.RingOf(SchemeCatalog.TheOne, "test_key_1", "test_secret_1"), time: app.Clock);
        request.Content = new StringContent(content);

        Assert.Equal(status, (int)(await app.Http.SendAsync(request)).StatusCode);
    }

    private static Task<HttpResponseMessage> SendAsync(ProviderApp app, SigningValues values) => app.Http.SendAsync(
        SchemeCatalog.TheOne.SignForTest(
            new HttpRequestMessage(HttpMethod.Get, new Uri(app.Http.BaseAddress!, "/api/v1/balances")),
            ProviderApp.RingOf(SchemeCatalog.TheOne, "test_key_1", "test_secret_1"),
            values));

    private static string KeyRequest(string expires) =>
        $$"""{"name":"Production Key","description":"Main production API key","permissions":["read"],"expires_at":{{expires}}}""";
}
