using System.Net;
using System.Security.Claims;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Authentication;

public class HmacAuthenticationTests
{
    [Fact]
    public async Task A_signed_request_has_the_claims_of_its_key()
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/claims"));

        Assert.Equal(
            [
                "hmackit:key=primary", "hmackit:key_id=client-1", "hmackit:owner=user-7",
                $"hmackit:signed_at={app.Clock.GetUtcNow().ToUnixTimeMilliseconds()}", "hmackit:tier=pro",
                $"{ClaimTypes.NameIdentifier}=user-7", "scope=read", "scope=trade",
            ],
            (await response.Content.ReadAsStringAsync()).Split('\n'));
    }

    [Theory]
    [InlineData("/trade", HttpStatusCode.OK)]
    [InlineData("/admin", HttpStatusCode.Forbidden)]
    public async Task A_scope_is_required_by_policy(string target, HttpStatusCode expected)
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Get, target));
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task An_unsigned_request_is_nobody_s_and_is_challenged()
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage open = await app.Client.GetAsync(new Uri("/open", UriKind.Relative));
        using HttpResponseMessage closed = await app.Client.GetAsync(new Uri("/claims", UriKind.Relative));
        Assert.Equal("nobody", await open.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
        Assert.Equal("""{"type":"about:blank","title":"Unauthorized","status":401}""", await closed.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_wrong_signature_is_refused_with_its_reason_in_the_log_only()
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/claims", signedTarget: "/other"));
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.DoesNotContain("Mismatch", await response.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(app.Log.Entries, entry => entry.Text.Contains("SignatureMismatch", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Forbidden_and_challenged_requests_use_their_nonce_up_once()
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage first = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/claims", nonce: "n"));
        using HttpResponseMessage second = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/claims", nonce: "n"));
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, second.StatusCode);
    }

    [Fact]
    public async Task A_key_that_nobody_has_described_is_a_caller_too()
    {
        await using SignedApp app = await SignedApp.StartAsync(
            app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapGet("/who", (ClaimsPrincipal user) => $"{user.Identity!.IsAuthenticated} {user.FindFirst(HmacClaimTypes.Key)!.Value}").RequireAuthorization().RequireLimit("all");
            },
            builder =>
            {
                builder.Services.AddHmacKit(hmac => hmac.AddLimits(options => options.Tiers["all"] = [BucketLimit.PerMinute(2)]));
                builder.Services.AddAuthentication("onering").AddHmac("onering");
                builder.Services.AddAuthorization();
            });
        using HttpResponseMessage response = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/who", scheme: SchemeCatalog.OneRing, id: "evt_1"));
        Assert.Equal("True primary", await response.Content.ReadAsStringAsync());
        Assert.Equal("1", response.Headers.GetValues("X-RateLimit-Remaining").Single());
    }

    private static Task<SignedApp> StartAsync() => SignedApp.StartAsync(
        app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGet("/open", (ClaimsPrincipal user) => user.Identity?.Name ?? "nobody");
            app.MapGet("/claims", (ClaimsPrincipal user) => string.Join('\n', user.Claims.Select(claim => $"{claim.Type}={claim.Value}").Order(StringComparer.Ordinal))).RequireAuthorization();
            app.MapGet("/trade", () => "in").RequireAuthorization(policy => policy.RequireScope("trade"));
            app.MapGet("/admin", () => "in").RequireAuthorization(policy => policy.RequireScope("admin"));
        },
        builder =>
        {
            builder.Services.AddAuthentication("theone").AddHmac("theone");
            builder.Services.AddAuthorization();
        });
}
