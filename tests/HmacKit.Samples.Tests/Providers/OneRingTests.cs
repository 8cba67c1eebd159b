using System.Text.Json;

namespace HmacKit.Samples.Tests.Providers;

public class OneRingTests
{
    private const string Pro = "osk_your_secret_here";
    private const string Free = "osk_test_free";
    private const string Enterprise = "osk_test_enterprise";

    [Fact]
    public async Task A_key_can_ask_who_it_is()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer answer = await app.BearerAsync(Pro, "GET", "/v1/external/me");
        Assert.Equal(
            """{"key_id":"osk_your_secret","owner_user_id":"user_xyz","scopes":["read:drafts","read:rings"],"rate_limit_tier":"pro","canary_enabled":false}""",
            answer.Text);
    }

    [Fact]
    public async Task Rings_are_for_keys_with_the_scope_and_for_users_that_are_there()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer rings = await app.BearerAsync(Free, "GET", "/v1/external/users/user_xyz/rings");
        Answer nobody = await app.BearerAsync(Pro, "GET", "/v1/external/users/nobody/rings");
        Answer withoutScope = await app.BearerAsync(Enterprise, "GET", "/v1/external/users/user_xyz/rings");

        Assert.Equal("""{"user_id":"user_xyz","total_ring":5000,"earned_ring":3200,"pending_ring":0}""", rings.Text);
        Assert.Equal(404, nobody.Status);
        Assert.Equal((403, "INSUFFICIENT_SCOPE"), (withoutScope.Status, withoutScope["code"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("Bearer osk_nobody")]
    [InlineData("Basic b3NrX3lvdXJfc2VjcmV0X2hlcmU6")]
    [InlineData("Bearer YOUR_BROKER_TOKEN")]
    [InlineData("Bearer your_api_key_here")]
    public async Task Whoever_has_no_key_of_OneRing_is_refused(string authorization)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer answer = await app.SendAsync("GET", "/v1/external/me", null, ("Authorization", authorization));
        Assert.Equal((401, "INVALID_KEY"), (answer.Status, answer["code"]));
    }

    [Fact]
    public async Task The_free_tier_is_read_only()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer create = await app.BearerAsync(Free, "POST", "/v1/external/webhooks", """{"url":"https://example.com/","events":["a.b"]}""");
        Answer publish = await app.BearerAsync(Free, "POST", "/v1/external/events", """{"event_type":"test.event","data":{}}""");
        Answer list = await app.BearerAsync(Free, "GET", "/v1/external/webhooks");

        Assert.Equal((403, "INSUFFICIENT_SCOPE"), (create.Status, create["code"]));
        Assert.Equal((403, "INSUFFICIENT_SCOPE"), (publish.Status, publish["code"]));
        Assert.Equal("""{"webhooks":[]}""", list.Text);
    }

    [Fact]
    public async Task Canary_mode_lets_only_chosen_keys_in()
    {
        await using ProviderApp app = await ProviderApp.StartAsync(("OneRing:CanaryOnly", "true"));
        Answer refused = await app.BearerAsync(Pro, "GET", "/v1/external/me");
        Assert.Equal((403, "CANARY_ONLY_MODE"), (refused.Status, refused["code"]));
        Assert.Equal(200, (await app.BearerAsync(Enterprise, "GET", "/v1/external/me")).Status);
        Assert.Equal(200, (await app.SendAsync("GET", "/guide/products", null, ("X-API-Key", "your_api_key_here"))).Status); // it is OneRing's alone
    }

    [Fact]
    public async Task A_subscription_shows_its_secret_once()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer created = await app.BearerAsync(Pro, "POST", "/v1/external/webhooks", """{"url":"https://example.com/hooks","events":["draft.published"]}""");
        Answer list = await app.BearerAsync(Pro, "GET", "/v1/external/webhooks");
        Answer others = await app.BearerAsync(Enterprise, "GET", "/v1/external/webhooks");
        Answer other = await app.BearerAsync(Enterprise, "POST", "/v1/external/webhooks", """{"url":"https://example.com/hooks","events":["draft.published"]}""");

        Assert.Equal(["id", "url", "secret", "events", "created_at", "last_delivered_at"], created.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("whsec_your_secret_here", created["secret"]);
        Assert.Equal(
            $$"""{"webhooks":[{"id":"{{created["id"]}}","url":"https://example.com/hooks","events":["draft.published"],"last_delivered_at":null}]}""", list.Text);
        Assert.Equal("""{"webhooks":[]}""", others.Text);
        Assert.Matches("^whsec_[0-9a-f]{64}$", other["secret"]);
    }

    [Theory]
    [InlineData("http://example.com/hooks")]
    [InlineData("https://10.0.0.1/hooks")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[::ffff:192.168.0.1]/")]
    [InlineData("ftp://example.com/")]
    [InlineData("hooks")]
    [InlineData("")]
    public async Task Targets_that_are_not_public_are_refused(string url)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer answer = await app.BearerAsync(Pro, "POST", "/v1/external/webhooks", JsonSerializer.Serialize(new { url, events = new[] { "a.b" } }));
        Assert.Equal((400, "INVALID_REQUEST"), (answer.Status, answer["code"]));
    }

    [Fact]
    public async Task Loopback_is_a_target_only_because_the_sample_s_settings_say_so()
    {
        await using ProviderApp app = await ProviderApp.StartAsync(("OneRing:AllowLoopbackWebhooks", "false"));
        Answer answer = await app.BearerAsync(Pro, "POST", "/v1/external/webhooks", """{"url":"http://127.0.0.1:1/","events":["a.b"]}""");
        Assert.Equal(400, answer.Status);
    }

    [Theory]
    [InlineData(Free, 100)]
    [InlineData(Pro, 1000)]
    [InlineData(Enterprise, 10000)]
    public async Task Every_answer_says_what_the_tier_has_left(string key, int limit)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer found = await app.BearerAsync(key, "GET", "/v1/external/me");
        Answer refused = await app.BearerAsync(key, "POST", "/v1/external/events", "{}");
        Answer stranger = await app.SendAsync("GET", "/v1/external/me");

        Assert.Equal((limit.ToString(), (limit - 1).ToString()), (found.Header("X-RateLimit-Limit"), found.Header("X-RateLimit-Remaining")));
        Assert.Equal((limit.ToString(), (limit - 2).ToString()), (refused.Header("X-RateLimit-Limit"), refused.Header("X-RateLimit-Remaining")));
        Assert.True(long.Parse(found.Header("X-RateLimit-Reset")) >= app.Clock.GetUtcNow().ToUnixTimeSeconds());
        Assert.NotEqual("", stranger.Header("X-RateLimit-Remaining"));
    }

    [Theory]
    [InlineData(Free, "POST", "/v1/external/events", 403)]
    [InlineData(Enterprise, "GET", "/v1/external/users/user_123/rings", 403)]
    [InlineData(Pro, "GET", "/v1/external/users/nobody/rings", 404)]
    public async Task Whatever_a_key_is_answered_it_is_told_of_its_own_limit(string key, string method, string target, int status)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer answer = await app.BearerAsync(key, method, target, method == "POST" ? "{}" : null);
        Assert.Equal((status, key == Free ? "100" : key == Pro ? "1000" : "10000"), (answer.Status, answer.Header("X-RateLimit-Limit")));
    }

    [Fact]
    public async Task In_no_hour_are_there_more_calls_than_the_tier_s_and_reset_is_when_the_next_one_passes()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        int allowed = 0;
        Answer? refused = null;
        for (int i = 0; i < 120; i++)
        {
            Answer answer = await app.BearerAsync(Free, "GET", "/v1/external/me");
            allowed += answer.Status == 200 ? 1 : 0;
            refused = answer.Status == 429 ? answer : refused;
            app.Clock.Advance(TimeSpan.FromSeconds(29));
        }

        Assert.Equal(100, allowed);

        // What the printed client does: wait until X-RateLimit-Reset, and call again.
        app.Clock.Advance(DateTimeOffset.FromUnixTimeSeconds(long.Parse(refused!.Header("X-RateLimit-Reset"))) - app.Clock.GetUtcNow());
        Assert.Equal(200, (await app.BearerAsync(Free, "GET", "/v1/external/me")).Status);
    }

    [Fact]
    public async Task A_spent_budget_is_429_with_the_documented_code_until_tokens_flow_in()
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(200, (await app.BearerAsync(Free, "GET", "/v1/external/me")).Status);
        }

        Answer refused = await app.BearerAsync(Free, "GET", "/v1/external/me");
        Assert.Equal((429, "RATE_LIMIT_EXCEEDED", "0"), (refused.Status, refused["code"], refused.Header("X-RateLimit-Remaining")));
        Assert.Equal(200, (await app.BearerAsync(Pro, "GET", "/v1/external/me")).Status);
        app.Clock.Advance(TimeSpan.FromSeconds(int.Parse(refused.Header("Retry-After"))));
        Assert.Equal(200, (await app.BearerAsync(Free, "GET", "/v1/external/me")).Status);
    }
}
