using System.Net;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.AspNetCore.Tests.Endpoints;

public class ControllerTests
{
    [Fact]
    public async Task An_action_with_the_attribute_takes_signed_requests_only_and_binds_their_body()
    {
        await using SignedApp app = await StartAsync(app => app.MapControllers());
        byte[] body = """{"value":"hello"}"""u8.ToArray();
        var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        using HttpResponseMessage signed = await app.Client.SendAsync(app.Sign(HttpMethod.Post, "/signed/echo", content, body));
        using HttpResponseMessage unsigned = await app.Client.PostAsync("/signed/echo", new StringContent("broken", null, "application/json"));

        Assert.Equal("hello client-1", await signed.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, unsigned.StatusCode);
    }

    [Fact]
    public async Task An_attribute_can_ask_for_a_scope()
    {
        await using SignedApp app = await StartAsync(app => app.MapControllers());
        using HttpResponseMessage has = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/signed/trade"));
        using HttpResponseMessage lacks = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/signed/admin"));
        Assert.Equal($"{HttpStatusCode.OK} {HttpStatusCode.Forbidden}", $"{has.StatusCode} {lacks.StatusCode}");
    }

    [Fact]
    public async Task All_controllers_can_be_signed_and_limited_at_once()
    {
        await using SignedApp app = await StartAsync(app => app.MapControllers().RequireSignature("theone").RequireLimit());
        using HttpResponseMessage with = await app.Client.SendAsync(app.Sign(HttpMethod.Get, "/open"));
        using HttpResponseMessage without = await app.Client.GetAsync(new Uri("/open", UriKind.Relative));
        Assert.Equal("open client-1", await with.Content.ReadAsStringAsync());
        Assert.Equal("2", with.Headers.GetValues("X-RateLimit-Remaining").Single());
        Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
    }

    [Fact]
    public async Task Attributes_ask_for_API_keys_and_limits()
    {
        await using SignedApp app = await StartAsync(app => app.MapControllers());
        string key = (await app.Services.GetRequiredService<ApiKeyIssuer>().IssueAsync(new CredentialRequest { Tier = "pro", Scopes = ["read"] })).SecretShownOnce;
        Assert.Equal("OK 2", await CallAsync("/keys", key));
        Assert.Equal("OK 1", await CallAsync("/keys", key));
        Assert.Equal("OK 0", await CallAsync("/keys", key));
        Assert.Equal("TooManyRequests 0", await CallAsync("/keys", key));
        Assert.Equal("Forbidden 0", await CallAsync("/keys/admin", key));
        Assert.Equal("Unauthorized ", await CallAsync("/keys", "osk_wrong"));

        async Task<string> CallAsync(string target, string key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(target, UriKind.Relative)) { Headers = { Authorization = new("Bearer", key) } };
            using HttpResponseMessage response = await app.Client.SendAsync(request);
            return $"{response.StatusCode} {(response.Headers.TryGetValues("X-RateLimit-Remaining", out IEnumerable<string>? left) ? left.Single() : "")}";
        }
    }

    private static Task<SignedApp> StartAsync(Action<WebApplication> map) => SignedApp.StartAsync(map, builder =>
    {
        builder.Services.AddControllers().AddApplicationPart(typeof(SignedController).Assembly);
        builder.Services.AddHmacKit(hmac => hmac.AddApiKeys().AddLimits(options => options.Tiers["pro"] = [BucketLimit.PerHour(3)]));
    });
}

[ApiController]
[Route("keys")]
[RequireLimit]
public class KeyController : ControllerBase
{
    [HttpGet]
    [RequireApiKey("read")]
    public string Get() => "in";

    [HttpGet("admin")]
    [RequireApiKey("admin")]
    public string Admin() => "in";
}

[ApiController]
[Route("open")]
public class OpenController : ControllerBase
{
    [HttpGet]
    public string Get() => $"open {HttpContext.GetVerification().KeyId}";
}

[ApiController]
[Route("signed")]
[RequireSignature("theone")]
public class SignedController : ControllerBase
{
    [HttpPost("echo")]
    public string Echo([FromBody] EchoBody body) => $"{body.Value} {HttpContext.GetVerification().KeyId}";

    [HttpGet("trade")]
    [RequireSignature("theone", Scope = "trade")]
    public string Trade() => "in";

    [HttpGet("admin")]
    [RequireSignature("theone", Scope = "admin")]
    public string Admin() => "in";

    public sealed record EchoBody(string Value);
}
