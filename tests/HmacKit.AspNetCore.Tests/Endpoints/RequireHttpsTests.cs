using System.Net;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit.AspNetCore.Tests.Endpoints;

public class RequireHttpsTests
{
    private const string Key = "known_key";

    [Theory]
    [InlineData("/key")]
    [InlineData("/token")]
    [InlineData("/by-policy")]
    [InlineData("/signed")]
    public async Task What_comes_over_plain_HTTP_is_refused_whatever_it_carries_and_the_log_says_why(string target)
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage response = await app.Client.SendAsync(Request(app, target));
        Assert.Equal((HttpStatusCode.Forbidden, """{"reason":"HttpsRequired"}"""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Contains(app.Log.Entries, entry => entry.Text.Contains("because it came over plain HTTP", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Log.Entries, entry => entry.Text.Contains(Key, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/key")]
    [InlineData("/token")]
    [InlineData("/by-policy")]
    [InlineData("/signed")]
    public async Task Behind_a_proxy_that_is_trusted_it_counts_how_the_request_came_there(string target)
    {
        await using SignedApp app = await StartAsync(trustsProxy: true);
        using HttpRequestMessage secure = Request(app, target);
        secure.Headers.Add("X-Forwarded-Proto", "https");
        using HttpResponseMessage let = await app.Client.SendAsync(secure);
        using HttpRequestMessage plain = Request(app, target);
        plain.Headers.Add("X-Forwarded-Proto", "http");
        using HttpResponseMessage refused = await app.Client.SendAsync(plain);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (let.StatusCode, refused.StatusCode));
    }

    [Fact]
    public async Task A_header_that_nobody_vouches_for_opens_nothing()
    {
        await using SignedApp app = await StartAsync();
        using HttpRequestMessage request = Request(app, "/key");
        request.Headers.Add("X-Forwarded-Proto", "https");
        using HttpResponseMessage response = await app.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task The_settings_of_one_kind_of_key_may_say_otherwise()
    {
        await using SignedApp app = await StartAsync();
        using HttpResponseMessage open = await app.Client.SendAsync(Request(app, "/internal"));
        Assert.Equal(HttpStatusCode.OK, open.StatusCode);
    }

    [Fact]
    public async Task One_warning_at_the_start_names_the_endpoints_that_take_keys_or_tokens_in_the_clear()
    {
        await using SignedApp open = await StartAsync(requires: false);
        Assert.Empty(Warnings(open)); // it listens on loopback
        ListenEverywhere(open);
        LogEntry warning = Assert.Single(Warnings(open));
        Assert.Contains("/key", warning.Text, StringComparison.Ordinal);
        Assert.Contains("/token", warning.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/signed", warning.Text, StringComparison.Ordinal);

        await using SignedApp required = await StartAsync();
        ListenEverywhere(required);
        Assert.DoesNotContain("/key", Assert.Single(Warnings(required)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000", false)]
    [InlineData("http://localhost:5000", false)]
    [InlineData("http://[::1]:5000", false)]
    [InlineData("https://0.0.0.0:5000", false)]
    [InlineData("http://0.0.0.0:5000", true)]
    [InlineData("http://[::]:5000", true)]
    [InlineData("http://*:5000", true)]
    [InlineData("http://+:80", true)]
    [InlineData("http://api.example:80", true)]
    public void An_address_is_in_the_clear_unless_it_is_loopback_or_HTTPS(string address, bool expected) =>
        Assert.Equal(expected, PlainHttpWarning.IsInTheClear(address));

    // As if it did, without opening a port to others.
    private static void ListenEverywhere(SignedApp app) =>
        new PlainHttpWarning(app.Services, app.Services.GetRequiredService<ILoggerFactory>()).Warn(["http://0.0.0.0:80", "http://127.0.0.1:81"]);

    private static LogEntry[] Warnings(SignedApp app) =>
        [.. app.Log.Entries.Where(entry => entry.Text.StartsWith("Keys and tokens are taken over plain HTTP", StringComparison.Ordinal))];

    private static HttpRequestMessage Request(SignedApp app, string target)
    {
        if (target == "/signed")
        {
            return app.Sign(HttpMethod.Get, target);
        }

        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(target, UriKind.Relative));
        request.Headers.Add("Authorization", target == "/token" ? "Bearer a.b.c" : $"Bearer {Key}");
        return request;
    }

    private static Task<SignedApp> StartAsync(bool requires = true, bool trustsProxy = false) => SignedApp.StartAsync(
        app =>
        {
            if (trustsProxy)
            {
                app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedProto });
            }

            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGet("/key", () => "in").RequireApiKey();
            app.MapGet("/token", () => "in").RequireUserToken();
            app.MapGet("/by-policy", () => "in").RequireAuthorization(policy => policy.AddAuthenticationSchemes("ApiKey").RequireAuthenticatedUser());
            app.MapGet("/signed", () => "in").RequireSignature("theone");
            app.MapGet("/internal", () => "in").RequireApiKey(name: "internal");
        },
        builder =>
        {
            builder.Services.AddHmacKit(hmac => hmac
                .AddApiKeys(options => options.AddInsecureFixedTestKey(Key, new KeyIdentity { KeyId = "k", Owner = "o" }))
                .RequireHttps(requires));
            builder.Services.AddAuthentication().AddApiKey(configure: options => options.Answer = ReasonAnswer.Instance);
            builder.Services.AddAuthorization();
            builder.Services.Configure<ApiKeyOptions>("internal", options => options.RequireHttps = false);
            builder.Services.Configure<SignatureOptions>("theone", options => options.Answer = ReasonAnswer.Instance);
            builder.Services.Configure<RequireUserTokenOptions>(RequireUserTokenOptions.DefaultName, options =>
            {
                options.Answer = ReasonAnswer.Instance;
                options.ValidateToken = (_, _) => new(new KeyIdentity { KeyId = "u", Owner = "u" });
            });
        });
}
