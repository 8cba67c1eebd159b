using System.Net;
using System.Security.Claims;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Authentication;

/// <summary>A signature for the application and a bearer token for its user, on one endpoint: by gate and token, and by policy.</summary>
public class DualAuthenticationTests
{
    private const string Token = "Bearer aaa.bbb.ccc";

    public static TheoryData<string> Targets => ["/gate", "/policy", "/requirements"];

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task With_both_the_handler_has_the_claims_of_both(string target)
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage response = await SendAsync(app, target, isSigned: true, Token);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("client-1 session-5 user-7 alice", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Without_the_signature_it_is_401_for_the_application(string target)
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage response = await SendAsync(app, target, isSigned: false, Token);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("""{"reason":"MissingSignature"}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/gate", null, "MissingToken")]
    [InlineData("/policy", null, "MissingToken")]
    [InlineData("/requirements", null, "MissingToken")]
    [InlineData("/requirements", "Bearer wrong", "InvalidToken")]
    [InlineData("/gate", "Bearer wrong", "InvalidToken")]
    [InlineData("/policy", "Bearer wrong", "InvalidToken")]
    public async Task Without_a_good_token_it_is_401_for_the_user(string target, string? token, string error)
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage response = await SendAsync(app, target, isSigned: true, token);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal($$"""{"reason":"{{error}}"}""", await response.Content.ReadAsStringAsync());
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Without_either_it_is_401(string target)
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage response = await SendAsync(app, target, isSigned: false, null);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_scope_of_the_application_is_asked_for_at_the_gate()
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage has = await SendAsync(app, "/gate-trade", isSigned: true, Token);
        using HttpResponseMessage lacks = await SendAsync(app, "/gate-admin", isSigned: true, Token);
        Assert.Equal(HttpStatusCode.OK, has.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, lacks.StatusCode);
        Assert.Equal("""{"reason":"InsufficientScope"}""", await lacks.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Tokens_that_nobody_validates_and_schemes_that_are_not_there_stop_the_host()
    {
        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(() => SignedApp.StartAsync(
            app => app.MapGet("/x", () => "in").RequireAuthorization(),
            builder =>
            {
                builder.Services.AddAuthentication("user").AddUserToken("user", _ => { }).AddHmac("theon").AddApiKey();
                builder.Services.AddAuthorization();
            }));
        Assert.Contains("'user'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("set RequireUserTokenOptions.ValidateToken", exception.Message, StringComparison.Ordinal);
        Assert.Contains("scheme 'theon'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("AddApiKeys()", exception.Message, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> SendAsync(SignedApp app, string target, bool isSigned, string? token)
    {
        HttpRequestMessage request = isSigned
            ? app.Sign(HttpMethod.Get, target, scheme: SchemeCatalog.OsayCore)
            : new HttpRequestMessage(HttpMethod.Get, new Uri(target, UriKind.Relative));
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", token);
        }

        return app.Client.SendAsync(request);
    }

    private static Task<SignedApp> StartAsync() => SignedApp.StartAsync(
        app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGet("/gate", Names).RequireSignature("osaycore").RequireAuthorization("user");
            app.MapGet("/gate-trade", Names).RequireSignature("osaycore", scope: "trade").RequireAuthorization("user");
            app.MapGet("/gate-admin", Names).RequireSignature("osaycore", scope: "admin").RequireAuthorization("user");
            app.MapGet("/requirements", (HttpContext context) => string.Join(' ', context.GetVerification().KeyId, context.GetTokenUser()!.KeyId, "user-7", "alice"))
                .RequireUserToken(name: "user").RequireSignature("osaycore");
            app.MapGet("/policy", Names).RequireAuthorization(policy => policy.RequireCallers("osaycore", "user"));
        },
        builder =>
        {
            builder.Services.Configure<SignatureOptions>("osaycore", options => (options.Answer, options.AddsIdentity) = (ReasonAnswer.Instance, true));
            builder.Services.AddAuthentication()
                .AddHmac("osaycore")
                .AddUserToken("user", options =>
                {
                    options.Answer = ReasonAnswer.Instance;
                    options.ValidateToken = (_, token) => new(token == Token["Bearer ".Length..] ? new KeyIdentity { KeyId = "session-5", Owner = "alice" } : null);
                });
            builder.Services.AddAuthorization(options => options.AddPolicy("user", policy => policy.AddAuthenticationSchemes("user").RequireAuthenticatedUser()));
        });

    private static string Names(ClaimsPrincipal user) =>
        string.Join(' ', user.FindAll(HmacClaimTypes.KeyId).Concat(user.FindAll(HmacClaimTypes.Owner)).Select(claim => claim.Value).OrderBy(value => Array.IndexOf(["client-1", "session-5", "user-7", "alice"], value)));
}
