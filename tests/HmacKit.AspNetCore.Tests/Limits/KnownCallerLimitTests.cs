using System.Net;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HmacKit.AspNetCore.Tests.Limits;

/// <summary>Two APIs on one host, each with its keys, tiers and canary mode; and what the answers to their callers tell.</summary>
public class KnownCallerLimitTests
{
    private const string ApiKeysOfRing = "ring";
    private const string ApiKeysOfShop = "shop";

    [Theory]
    [InlineData("/ring/admin")]
    [InlineData("/ring/admin-by-policy")]
    [InlineData("/ring/webhooks")]
    public async Task Whoever_may_not_pass_is_told_of_the_limit_of_the_key_and_not_of_the_address(string target)
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage refused = await GetAsync(app, target, "ring_free_key");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("100", Header(refused, "X-RateLimit-Limit"));
        using HttpResponseMessage stranger = await GetAsync(app, target, "nobody");
        Assert.Equal((HttpStatusCode.Unauthorized, "9999"), (stranger.StatusCode, Header(stranger, "X-RateLimit-Limit")));
    }

    [Fact]
    public async Task Canary_mode_is_one_api_s_and_its_refusals_tell_of_the_key_s_limit()
    {
        await using SignedApp app = await StartAsync();
        ApiKeyOptions ring = app.Services.GetRequiredService<IOptionsMonitor<ApiKeyOptions>>().Get(ApiKeysOfRing);
        ring.CanaryOnly = true;
        using HttpResponseMessage refused = await GetAsync(app, "/ring", "ring_free_key");
        using HttpResponseMessage canary = await GetAsync(app, "/ring", "ring_pro_key");
        using HttpResponseMessage shop = await GetAsync(app, "/shop", "shop_key");
        Assert.Equal((HttpStatusCode.Forbidden, "100"), (refused.StatusCode, Header(refused, "X-RateLimit-Limit")));
        Assert.Equal("""{"reason":"CanaryOnly"}""", await refused.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (canary.StatusCode, shop.StatusCode));
        ring.CanaryOnly = false;
        using HttpResponseMessage again = await GetAsync(app, "/ring", "ring_free_key");
        Assert.Equal((HttpStatusCode.OK, "99"), (again.StatusCode, Header(again, "X-RateLimit-Remaining")));
    }

    [Fact]
    public async Task A_key_of_one_api_opens_no_other_one()
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage ring = await GetAsync(app, "/ring", "shop_key");
        using HttpResponseMessage shop = await GetAsync(app, "/shop", "ring_pro_key");
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (ring.StatusCode, shop.StatusCode));
        Assert.Equal("9999", Header(ring, "X-RateLimit-Limit"));
    }

    [Fact]
    public async Task A_tier_of_one_name_is_another_one_in_each_api()
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage ring = await GetAsync(app, "/ring", "ring_free_key");
        using HttpResponseMessage shop = await GetAsync(app, "/shop", "shop_key");
        Assert.Equal(("100", "7"), (Header(ring, "X-RateLimit-Limit"), Header(shop, "X-RateLimit-Limit")));
    }

    [Fact]
    public async Task A_tier_opens_what_is_in_its_plan()
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage free = await GetAsync(app, "/ring/webhooks", "ring_free_key");
        using HttpResponseMessage pro = await GetAsync(app, "/ring/webhooks", "ring_pro_key");
        Assert.Equal((HttpStatusCode.Forbidden, """{"reason":"InsufficientScope"}"""), (free.StatusCode, await free.Content.ReadAsStringAsync()));
        Assert.Equal(HttpStatusCode.OK, pro.StatusCode);
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(alsoMap: web => web.MapGet("/none", () => "in").RequireTier()));
        Assert.Contains("names no tier", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reset_on_a_refusal_is_when_the_call_would_be_let_through()
    {
        await using SignedApp app = await StartAsync();
        for (int i = 0; i < 7; i++)
        {
            using HttpResponseMessage allowed = await GetAsync(app, "/shop", "shop_key");
            Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
            app.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        using HttpResponseMessage refused = await GetAsync(app, "/shop", "shop_key");
        long reset = long.Parse(Header(refused, "X-RateLimit-Reset"), System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromMinutes(53)), (refused.StatusCode, refused.Headers.RetryAfter!.Delta));
        app.Clock.Advance(DateTimeOffset.FromUnixTimeSeconds(reset) - app.Clock.GetUtcNow() - TimeSpan.FromSeconds(1));
        using HttpResponseMessage early = await GetAsync(app, "/shop", "shop_key");
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        using HttpResponseMessage then = await GetAsync(app, "/shop", "shop_key");
        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.OK), (early.StatusCode, then.StatusCode));
    }

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();

    private static async Task<HttpResponseMessage> GetAsync(SignedApp app, string target, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(target, UriKind.Relative));
        request.Headers.Add("X-API-Key", key);
        return await app.Client.SendAsync(request);
    }

    private static Task<SignedApp> StartAsync(Action<WebApplication>? alsoMap = null) => SignedApp.StartAsync(
        app =>
        {
            app.UseAddressLimit("address");
            app.UseAuthentication();
            app.UseAuthorization();
            var ring = app.MapGroup("/ring").RequireLimit();
            ring.MapGet("", () => "in").RequireApiKey(name: ApiKeysOfRing);
            ring.MapGet("/admin", () => "in").RequireApiKey("admin", ApiKeysOfRing);
            ring.MapGet("/admin-by-policy", () => "in").RequireAuthorization(policy => policy.AddAuthenticationSchemes(ApiKeysOfRing).RequireScope("admin"));
            ring.MapGet("/webhooks", () => "in").RequireApiKey(name: ApiKeysOfRing).RequireTier("pro", "enterprise");
            app.MapGet("/shop", () => "in").RequireApiKey(name: ApiKeysOfShop).RequireLimit();
            alsoMap?.Invoke(app);
        },
        builder =>
        {
            static KeyIdentity Key(string id, string tier, bool isCanary = false) => new() { KeyId = id, Owner = "owner", Tier = tier, IsCanary = isCanary };
            builder.Services.AddHmacKit(hmac => hmac
                .AddApiKeys(options =>
                {
                    options.AddInsecureFixedTestKey("ring_free_key", Key("ring-1", "free"));
                    options.AddInsecureFixedTestKey("ring_pro_key", Key("ring-2", "pro", isCanary: true));
                    options.AddInsecureFixedTestKey("shop_key", Key("shop-1", "free"));
                })
                .AddLimits(options =>
                {
                    options.Tiers["free"] = [BucketLimit.InAnyHour(100)];
                    options.Tiers["pro"] = [BucketLimit.InAnyHour(1000)];
                    options.Tiers["shop/free"] = [BucketLimit.InAnyHour(7)];
                    options.Tiers["address"] = [BucketLimit.PerMinute(9999)];
                }));
            builder.Services.AddAuthentication().AddApiKey(ApiKeysOfRing, options =>
            {
                options.Header = "X-API-Key";
                options.Accepts = key => key.KeyId.StartsWith("ring-", StringComparison.Ordinal);
                options.Answer = ReasonAnswer.Instance;
            });
            builder.Services.Configure<ApiKeyOptions>(ApiKeysOfShop, options =>
            {
                options.Header = "X-API-Key";
                options.Accepts = key => key.KeyId.StartsWith("shop-", StringComparison.Ordinal);
            });
            builder.Services.AddAuthorization();
        });
}
