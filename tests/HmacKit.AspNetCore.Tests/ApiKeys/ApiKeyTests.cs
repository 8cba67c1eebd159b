using System.Net;
using System.Security.Claims;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.ApiKeys;

/// <summary>The same keys by way of the authentication middleware and of <c>RequireApiKey</c>.</summary>
public class ApiKeyTests
{
    [Theory]
    [InlineData("/fast")]
    [InlineData("/claims")]
    public async Task A_key_is_let_in_and_its_facts_are_known(string target)
    {
        await using SignedApp app = await StartAsync();
        IssuedCredential key = await IssueAsync(app);
        using HttpResponseMessage response = await SendAsync(app, target, $"Bearer {key.SecretShownOnce}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        string expected = target == "/fast"
            ? $"{key.Credential.KeyId} user-7"
            : string.Join('\n', "hmackit:key=primary", $"hmackit:key_id={key.Credential.KeyId}", "hmackit:owner=user-7", "hmackit:tier=pro", $"{ClaimTypes.NameIdentifier}=user-7", "scope=read:rings");
        Assert.Equal(expected, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("Bearer osk_nonsense")]
    [InlineData("Basic dXNlcjpwYXNz")]
    [InlineData("{key}")]
    [InlineData("Bearer  {key}")]
    [InlineData("Bearer {key}x")]
    [InlineData("Bearer {KEY}")]
    public async Task What_is_no_key_is_refused_in_both_ways_with_one_answer(string? header)
    {
        await using SignedApp app = await StartAsync();
        string secret = (await IssueAsync(app)).SecretShownOnce;
        header = header?.Replace("{key}", secret, StringComparison.Ordinal).Replace("{KEY}", secret.ToUpperInvariant(), StringComparison.Ordinal);
        foreach (string target in (string[])["/fast", "/claims"])
        {
            using HttpResponseMessage response = await SendAsync(app, target, header);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("""{"type":"about:blank","title":"Unauthorized","status":401}""", await response.Content.ReadAsStringAsync());
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        }
    }

    [Fact]
    public async Task Two_headers_are_refused_although_one_is_right()
    {
        await using SignedApp app = await StartAsync();
        string secret = (await IssueAsync(app)).SecretShownOnce;
        foreach (string target in (string[])["/own-header", "/fast"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(target, UriKind.Relative));
            string name = target == "/fast" ? "Authorization" : "X-API-Key";
            request.Headers.TryAddWithoutValidation(name, [$"Bearer {secret}", $"Bearer {secret}"]);
            using HttpResponseMessage response = await app.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }

    [Fact]
    public async Task A_header_of_its_own_has_the_key_as_its_whole_value()
    {
        await using SignedApp app = await StartAsync();
        string secret = (await IssueAsync(app)).SecretShownOnce;
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/own-header", UriKind.Relative)) { Headers = { { "X-API-Key", secret } } };
        using HttpResponseMessage response = await app.Client.SendAsync(request);
        using HttpResponseMessage elsewhere = await SendAsync(app, "/own-header", $"Bearer {secret}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, elsewhere.StatusCode);
    }

    [Theory]
    [InlineData("/fast-admin")]
    [InlineData("/admin")]
    public async Task A_key_without_the_scope_is_forbidden_in_the_form_of_the_API(string target)
    {
        await using SignedApp app = await StartAsync(ReasonAnswer.Instance);
        using HttpResponseMessage response = await SendAsync(app, target, $"Bearer {(await IssueAsync(app)).SecretShownOnce}");
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("""{"reason":"InsufficientScope"}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/fast")]
    [InlineData("/claims")]
    public async Task In_canary_only_mode_other_keys_are_forbidden(string target)
    {
        await using SignedApp app = await StartAsync(ReasonAnswer.Instance);
        string secret = (await IssueAsync(app)).SecretShownOnce;
        app.Services.GetRequiredService<ApiKeyVerifier>().CanaryOnly = true;
        using HttpResponseMessage response = await SendAsync(app, target, $"Bearer {secret}");
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.StartsWith("{\"reason\":\"CanaryOnly\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_fails_is_503_in_both_ways()
    {
        await using SignedApp app = await StartAsync(store: new BrokenStore());
        foreach (string target in (string[])["/fast", "/claims"])
        {
            using HttpResponseMessage response = await SendAsync(app, target, $"Bearer {await SomeKeyAsync()}");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter!.Delta);
        }
    }

    [Fact]
    public async Task The_log_has_the_key_id_and_the_reason_but_no_secret()
    {
        await using SignedApp app = await StartAsync();
        IssuedCredential key = await IssueAsync(app);
        (await SendAsync(app, "/fast-admin", $"Bearer {key.SecretShownOnce}")).Dispose();
        Assert.Contains(app.Log.Entries, entry => entry.Text == $"ApiKey forbids GET /fast-admin to key id '{key.Credential.KeyId}', which lacks the scope.");
        Assert.DoesNotContain(app.Log.Entries, entry => entry.Text.Contains(key.SecretShownOnce[^20..], StringComparison.Ordinal));
    }

    private static Task<HttpResponseMessage> SendAsync(SignedApp app, string target, string? authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(target, UriKind.Relative));
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return app.Client.SendAsync(request);
    }

    private static async Task<IssuedCredential> IssueAsync(SignedApp app) =>
        await app.Services.GetRequiredService<ApiKeyIssuer>().IssueAsync(new CredentialRequest { Owner = "user-7", Tier = "pro", Scopes = ["read:rings"] });

    private static async Task<string> SomeKeyAsync() => (await new ApiKeyIssuer(new MemoryCredentialStore()).IssueAsync(new CredentialRequest())).SecretShownOnce;

    private static Task<SignedApp> StartAsync(RefusalAnswer? answer = null, CredentialStore? store = null) => SignedApp.StartAsync(
        app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGet("/fast", (HttpContext context) => $"{context.GetApiKey().Identity!.KeyId} {context.GetApiKey().Identity!.Owner}").RequireApiKey();
            app.MapGet("/fast-admin", () => "in").RequireApiKey("admin");
            app.MapGet("/own-header", () => "in").RequireApiKey(name: "own-header");
            app.MapGet("/claims", (ClaimsPrincipal user) => string.Join('\n', user.Claims.Select(claim => $"{claim.Type}={claim.Value}").Order(StringComparer.Ordinal))).RequireAuthorization();
            app.MapGet("/admin", () => "in").RequireAuthorization(policy => policy.RequireScope("admin"));
        },
        builder =>
        {
            if (store is not null)
            {
                builder.Services.AddSingleton(store);
            }

            builder.Services.AddHmacKit(hmac => hmac.AddApiKeys());
            builder.Services.AddAuthentication("ApiKey")
                .AddApiKey(configure: options => options.Answer = answer ?? RefusalAnswer.Problem)
                .AddApiKey("own-header", options => options.Header = "X-API-Key");
            builder.Services.AddAuthorization();
        });

    private sealed class BrokenStore : CredentialStore
    {
        protected override ValueTask<Credential?> FindCoreAsync(string keyId, CancellationToken cancellationToken) => throw new IOException("gone");

        protected override ValueTask<bool> TryAddCoreAsync(Credential credential, CancellationToken cancellationToken) => throw new IOException("gone");

        protected override ValueTask<bool> TryUpdateCoreAsync(Credential credential, CancellationToken cancellationToken) => throw new IOException("gone");

        protected override ValueTask RecordUseCoreAsync(string keyId, DateTimeOffset time, CancellationToken cancellationToken) => throw new IOException("gone");

        protected override IAsyncEnumerable<Credential> ListCoreAsync(string? owner, CancellationToken cancellationToken) => throw new IOException("gone");
    }
}
