using System.Globalization;
using System.Net;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Limits;

public class LimitTests
{
    [Fact]
    public async Task Every_answer_tells_what_is_left_and_a_refused_caller_when_to_come_again()
    {
        await using SignedApp app = await StartAsync();
        for (int left = 2; left >= 0; left--)
        {
            using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/tier"));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal($"3 {left}", Headers(response, "X-RateLimit-Limit", "X-RateLimit-Remaining"));
        }

        using HttpResponseMessage refused = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/tier"));
        long now = app.Clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("""{"reason":"LimitExceeded"}""", await refused.Content.ReadAsStringAsync());
        Assert.Equal(TimeSpan.FromSeconds(1200), refused.Headers.RetryAfter!.Delta);
        Assert.Equal($"3 0 {now + 1201}", Headers(refused, "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"));
        Assert.Equal("\"hour\";q=3;w=3600 | \"hour\";r=0;t=1200", $"{Headers(refused, "RateLimit-Policy")} | {Headers(refused, "RateLimit")}");

        app.Clock.Advance(TimeSpan.FromMinutes(20));
        using HttpResponseMessage again = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/tier"));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Theory]
    [InlineData("/broken", HttpStatusCode.InternalServerError)]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    public async Task Errors_tell_it_too(string target, HttpStatusCode expected)
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Get, target));
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("3 2", Headers(response, "X-RateLimit-Limit", "X-RateLimit-Remaining"));
    }

    [Fact]
    public async Task A_policy_of_an_endpoint_is_kept_beside_the_tier()
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage first = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/bulk"));
        using HttpResponseMessage second = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/bulk"));
        using HttpResponseMessage elsewhere = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/tier"));
        Assert.Equal("OK TooManyRequests OK", $"{first.StatusCode} {second.StatusCode} {elsewhere.StatusCode}");
        Assert.Equal("\"bulk\";q=1;w=60", Headers(first, "RateLimit-Policy"));
    }

    [Fact]
    public async Task Whoever_isn_t_verified_takes_nobody_s_tokens()
    {
        await using SignedApp app = await StartAsync();
        for (int i = 0; i < 10; i++)
        {
            using HttpResponseMessage forged = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/tier", signedTarget: "/other"));
            Assert.Equal(HttpStatusCode.Unauthorized, forged.StatusCode);
        }

        using HttpResponseMessage genuine = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/tier"));
        Assert.Equal("3 2", Headers(genuine, "X-RateLimit-Limit", "X-RateLimit-Remaining"));
    }

    [Theory]
    [InlineData("/limit-first")]
    [InlineData("/handler")]
    public async Task The_limit_comes_after_the_identity_however_it_is_asked_for(string target)
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Get, target));
        using HttpResponseMessage shared = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/tier"));
        Assert.Equal("3 2", Headers(response, "X-RateLimit-Limit", "X-RateLimit-Remaining"));
        Assert.Equal("3 1", Headers(shared, "X-RateLimit-Limit", "X-RateLimit-Remaining"));
    }

    [Fact]
    public async Task A_call_may_cost_more()
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage first = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/costly"));
        using HttpResponseMessage second = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/costly"));
        Assert.Equal("3 1", Headers(first, "X-RateLimit-Limit", "X-RateLimit-Remaining"));
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
    }

    [Fact]
    public async Task A_caller_without_a_tier_or_key_falls_back_and_counts_by_address()
    {
        await using SignedApp app = await StartAsync(fallback: "anonymous");
        using HttpResponseMessage open = await app.Client.GetAsync(new Uri("/open", UriKind.Relative));
        Assert.Equal("5 4", Headers(open, "X-RateLimit-Limit", "X-RateLimit-Remaining"));

        await using SignedApp strict = await StartAsync();
        using HttpResponseMessage refused = await strict.Client.GetAsync(new Uri("/open", UriKind.Relative));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Contains(strict.Log.Entries, entry => entry.Text.Contains("LimitTiers.FallbackTier", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_store_that_can_t_answer_lets_nobody_through(bool throws)
    {
        await using SignedApp app = await StartAsync(store: new AbsentStore(throws));
        using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/tier"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter!.Delta);
        Assert.Equal("""{"reason":"Unavailable"}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_address_is_limited_before_anything_else_looks_at_its_requests()
    {
        await using SignedApp app = await SignedApp.StartAsync(
            app =>
            {
                app.UseAddressLimit("address");
                app.MapGet("/x", () => "in").RequireSignature("theone");
            },
            builder => builder.Services.AddHmacKit(hmac => hmac.AddLimits(options => options.Tiers["address"] = [BucketLimit.PerMinute(2, "address")])));
        HttpStatusCode[] codes = new HttpStatusCode[3];
        for (int i = 0; i < codes.Length; i++)
        {
            using HttpResponseMessage response = await app.Client.GetAsync(new Uri("/x", UriKind.Relative));
            codes[i] = response.StatusCode;
            Assert.Equal("2", Headers(response, "X-RateLimit-Limit"));
        }

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests], codes);
    }

    [Theory]
    [InlineData("192.0.2.7", "address 192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "address 192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "address 2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::", "address 2001:db8:1:2::/64")]
    [InlineData("fe80::1%3", "address fe80::/64")]
    [InlineData(null, "address unknown")]
    public void Of_IPv6_the_first_64_bits_count(string? address, string expected) =>
        Assert.Equal(expected, LimitedCaller.Name(address is null ? null : IPAddress.Parse(address)));

    [Fact]
    public void One_identity_behind_two_schemes_has_a_budget_in_each()
    {
        var identity = new KeyIdentity { KeyId = "k" };
        string[] buckets = [.. new[] { "a", "b", "a" }.Select(scheme => LimitedCaller.OfKnown(identity, new NamedGate(scheme)).Bucket)];
        Assert.Equal(["key a k", "key b k", "key a k"], buckets);
    }

    [Fact]
    public async Task The_headers_can_be_switched_off()
    {
        await using SignedApp app = await StartAsync(configure: options => options.SendsXRateLimit = options.SendsRateLimitFields = false);
        using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/tier"));
        Assert.DoesNotContain(response.Headers, header => header.Key.Contains("RateLimit", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_policy_that_isn_t_there_stops_the_pipeline_from_being_built()
    {
        var exception = await Assert.ThrowsAsync<KeyNotFoundException>(() => SignedApp.StartAsync(
            app => app.UseAddressLimit("nothing"),
            builder => builder.Services.AddHmacKit(hmac => hmac.AddLimits(options => options.Tiers["pro"] = [BucketLimit.PerHour(3)]))));
        Assert.Contains("There are: pro", exception.Message, StringComparison.Ordinal);
    }

    private static string Headers(HttpResponseMessage response, params string[] names) =>
        string.Join(' ', names.Select(name => response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(',', values) : "-"));

    private static Task<SignedApp> StartAsync(string? fallback = null, ITokenBucketStore? store = null, Action<LimitResponseOptions>? configure = null) => SignedApp.StartAsync(
        app =>
        {
            app.UseExceptionHandler(handler => handler.Run(context => context.Response.WriteAsync(context.Features.Get<IExceptionHandlerFeature>()!.Error.Message)));
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGet("/tier", () => "in").RequireSignature("theone").RequireLimit();
            app.MapGet("/limit-first", () => "in").RequireLimit().RequireSignature("theone");
            app.MapGet("/handler", () => "in").RequireAuthorization().RequireLimit();
            app.MapGet("/bulk", () => "in").RequireSignature("theone").RequireLimit().RequireLimit("bulk");
            app.MapGet("/costly", () => "in").RequireSignature("theone").RequireLimit(tokens: 2);
            app.MapGet("/broken", string () => throw new InvalidOperationException("broken")).RequireSignature("theone").RequireLimit();
            app.MapGet("/nothing", () => Results.NotFound()).RequireSignature("theone").RequireLimit();
            app.MapGet("/open", () => "in").RequireLimit();
        },
        builder =>
        {
            if (store is not null)
            {
                builder.Services.AddSingleton(store);
            }

            builder.Services.AddHmacKit(hmac => hmac.AddLimits(options =>
            {
                options.Tiers["pro"] = [BucketLimit.PerHour(3)];
                options.Tiers["bulk"] = [BucketLimit.PerMinute(1, "bulk")];
                options.Tiers["anonymous"] = [BucketLimit.PerMinute(5)];
                options.FallbackTier = fallback;
            }));
            builder.Services.Configure<SignatureOptions>("theone", options => options.Answer = ReasonAnswer.Instance);
            builder.Services.Configure<LimitResponseOptions>(options => configure?.Invoke(options));
            builder.Services.AddAuthentication("theone").AddHmac("theone");
            builder.Services.AddAuthorization();
        });

    private sealed class AbsentStore(bool throws) : ITokenBucketStore
    {
        public ValueTask<LimitDecision> TakeAsync(string caller, BucketLimits limits, int tokens = 1, CancellationToken cancellationToken = default) =>
            throws ? throw new IOException("gone") : new(new LimitDecision(LimitStatus.Unavailable));
    }

    private sealed class NamedGate(string name) : Gate(name)
    {
        public override RefusalAnswer Answer => RefusalAnswer.Problem;

        public override bool RequiresHttps => false;

        public override bool IsCarriedBy(HttpRequest request) => false;

        public override ValueTask<AuthenticateResult> AuthenticateAsync(HttpContext context, string authenticationScheme) => throw new NotSupportedException();

        public override Task RefuseAsync(HttpContext context, bool isForbidden) => throw new NotSupportedException();
    }
}
