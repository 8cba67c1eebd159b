using System.Net;
using System.Text;
using System.Text.Json;
using HmacKit.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit.Inspection.Tests.Registration;

public class MapSignatureInspectorTests
{
    private const string Secret = "whsec_correct-horse-battery-staple";

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    [InlineData("development ")]
    public async Task Elsewhere_than_in_Development_the_host_does_not_start_with_it_but_by_the_loud_option(string environment)
    {
        InvalidOperationException refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(environment));
        Assert.Contains("ServeOutsideDevelopmentAlthoughItShowsWholeRequests", refusal.Message, StringComparison.Ordinal);
        await using WebApplication app = await StartAsync(environment, options => options.ServeOutsideDevelopmentAlthoughItShowsWholeRequests = true);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("/hmackit", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Without_its_services_it_says_what_is_missing()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        await using WebApplication app = builder.Build();
        Assert.Contains("AddSignatureInspector", Assert.Throws<InvalidOperationException>(() => app.MapSignatureInspector()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"a\": 1}", 4)]
    [InlineData("{\"text\": \"long\"}", 300_000)]
    public async Task The_handler_gets_the_body_that_the_inspector_has_shown(string body, int padding)
    {
        body += new string(' ', padding);
        await using WebApplication app = await StartAsync("Development");
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        using HttpResponseMessage answer = await SendAsync(http, body);
        Assert.Equal(body, await answer.Content.ReadAsStringAsync());
        JsonElement detail = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync(new Uri("/hmackit/api/requests/1", UriKind.Relative)));
        Assert.Equal("valid", detail.GetProperty("finding").GetProperty("status").GetString());
        Assert.True(detail.GetProperty("body").GetProperty("length").GetInt64() >= Math.Min(body.Length, 100_000));
    }

    [Theory]
    [InlineData(200_000, HttpStatusCode.OK)]
    [InlineData(300_000, HttpStatusCode.BadRequest)]
    public async Task A_body_of_which_only_the_beginning_was_kept_is_not_sent_again(int length, HttpStatusCode status)
    {
        await using WebApplication app = await StartAsync("Development");
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        using HttpResponseMessage sent = await SendAsync(http, new string(' ', length));
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        var call = new HttpRequestMessage(HttpMethod.Post, "/hmackit/api/requests/1/replay") { Content = new ByteArrayContent("{}"u8.ToArray()) };
        call.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        call.Headers.TryAddWithoutValidation("X-HmacKit-Inspector", "1");
        call.Headers.TryAddWithoutValidation("Origin", app.Urls.First());
        using HttpResponseMessage answer = await http.SendAsync(call);
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Nothing_is_taken_down_before_the_page_is_mapped()
    {
        await using WebApplication app = await StartAsync("Development", isMapped: false);
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        using HttpResponseMessage answer = await SendAsync(http, "{}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Null(app.Services.GetRequiredService<ApplicationInspector>().Page);
    }

    [Fact]
    public async Task The_prefix_of_a_proxy_stands_once_before_the_target_of_a_caller_who_is_verified_and_then_lacks_the_scope()
    {
        await using WebApplication app = await StartAsync("Development", prefix: "/gateway");
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        using HttpResponseMessage sent = await SendAsync(http, "{}", "/scoped");
        Assert.Equal(HttpStatusCode.Forbidden, sent.StatusCode);
        JsonElement detail = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync(new Uri("/hmackit/api/requests/1", UriKind.Relative)));
        Assert.Equal("/gateway/scoped", detail.GetProperty("target").GetString());
    }

    private static async Task<WebApplication> StartAsync(string environment, Action<SignatureInspectorOptions>? configure = null, bool isMapped = true, string? prefix = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddHmacKit(hmac => hmac.AddScheme(SchemeCatalog.Stripe, options =>
        {
            options.Keys = new MemoryKeySource(new KeyRing(HmacKey.FromText(Secret)));
            options.Verification.MaxBodyBytes = 1024 * 1024;
        }));
        builder.Services.Configure<SignatureOptions>("stripe", options => options.PublicPathPrefix = prefix);
        builder.Services.AddSignatureInspector(configure);
        WebApplication app = builder.Build();
        app.MapPost("/hooks", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
            await context.Response.WriteAsync(await reader.ReadToEndAsync());
        }).RequireSignature("stripe");
        app.MapPost("/scoped", static () => "").RequireSignature("stripe", scope: "trade");
        if (isMapped)
        {
            app.MapSignatureInspector();
        }

        await app.StartAsync();
        return app;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, string body, string path = "/hooks")
    {
        using HmacKey key = HmacKey.FromText(Secret);
        var request = new RawRequest("POST", path, [], Encoding.UTF8.GetBytes(body));
        var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach ((string name, string value) in new RequestSigner(SchemeCatalog.Stripe, key).Sign(request))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(message);
    }
}
