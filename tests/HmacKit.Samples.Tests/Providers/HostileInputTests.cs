using System.Net.Http.Headers;
using System.Text;
using HmacKit.Testing;

namespace HmacKit.Samples.Tests.Providers;

/// <summary>Whatever a stranger, or a caller with a key, sends: a small answer in the four hundreds, and never a five hundred.</summary>
public class HostileInputTests
{
    private static readonly string[] Bodies =
    [
        "",
        "null",
        "0",
        "\"text\"",
        "{",
        "{}",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        new string('[', 10_000) + new string(']', 10_000),
        "{\"amount\":" + new string('9', 5_000) + "}",
        "{\"amount\":1e999999999}",
        "{\"user_id\":\"\ud800\"}",
        "{\"user_id\":\"\\ud800\",\"name\":\"\\udfff\"}",
        "{\"user_id\":\"a\0b\"}",
        "{\"url\":\"https://\\u0000\",\"events\":[\"\\u0000\"]}",
        "{\"user_id\":1,\"amount\":{},\"items\":7,\"config\":null,\"permissions\":\"read\",\"events\":{}}",
        "{\"amount\":1,\"amount\":2,\"user_id\":\"a\",\"user_id\":\"b\"}",
        "{\"" + new string('a', 60_000) + "\":1}",
        "\ufeff{}",
        "{}{}",
        new string('a', 3_000),
        "a=%00&b=%2500&%ff=%zz",
    ];

    private static readonly string[] ContentTypes =
        ["application/json", "text/plain", "application/json; charset=utf-16", "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "nonsense"];

    public static TheoryData<string, string> Endpoints => new()
    {
        { "onering", "/v1/external/webhooks" },
        { "onering", "/v1/external/events" },
        { "osaycore", "/api/auth/oauth/initiate" },
        { "osaycore", "/api/auth/generate-user-jwt" },
        { "osaycore", "/api/credits/add-credits" },
        { "osaycore", "/api/action/deduct-credits" },
        { "theone", "/api/v1/estimate" },
        { "theone", "/api/v1/swap" },
        { "broker", "/broker/v1/keys" },
        { "oort", "/api/plugin/create_task" },
        { "guide", "/guide/products/bulk" },
        { "guide", "/guide/products" },
        { "guide", "/guide/customers" },
        { "guide", "/guide/orders" },
        { "guide", "/guide/webhook-endpoints" },
        { "nobody", "/oauth/authorize" },
        { "nobody", "/oauth/token" },
        { "nobody", "/oauth/google/authorize" },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Nothing_that_a_caller_sends_is_an_error_of_the_server(string api, string path)
    {
        await using ProviderApp app = await ProviderApp.StartAsync(("HmacKit:Limits:Tiers:bulk:InAnyMinute", "10000"), ("HmacKit:Limits:Tiers:guide:InAnyMinute", "10000"));
        string token = await app.OsayCoreTokenAsync("uuid-of-user");
        foreach (string body in Bodies)
        {
            foreach (string contentType in body.Length < 100 ? ContentTypes : ContentTypes[..1])
            {
                (int status, string answer) = await SendAsync(app, api, path, Encoding.UTF8.GetBytes(body), contentType, token);
                Assert.True(status is >= 400 and < 500, $"{status} for {contentType} {body[..Math.Min(50, body.Length)]}");
                Assert.True(answer.Length < 1000, answer);
            }
        }

        (int invalidUtf8, _) = await SendAsync(app, api, path, [0x7B, 0x22, 0xFF, 0xFE, 0x22, 0x3A, 0x31, 0x7D], "application/json", token);
        Assert.Equal(400, invalidUtf8);
        Assert.DoesNotContain(app.Log.Entries, entry => entry.Level == Microsoft.Extensions.Logging.LogLevel.Error);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_body_over_the_limit_is_refused(string api, string path)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        string token = await app.OsayCoreTokenAsync("uuid-of-user");
        string contentType = api == "nobody" ? "application/x-www-form-urlencoded" : "application/json";
        (int status, string answer) = await SendAsync(app, api, path, new byte[200_000], contentType, token);

        Assert.Equal(413, status);
        Assert.True(answer.Length < 1000, answer);
    }

    [Theory]
    [InlineData("/v1/external/users/%00/rings")]
    [InlineData("/v1/external/users/%2e%2e%2f/rings")]
    [InlineData("/v1/external/users/'%20OR%201=1--/rings")]
    [InlineData("/v1/external/users/%F0%9F%92%A9/rings")]
    [InlineData("/v1/external/users/%FF%FE/rings")]
    [InlineData("/oauth/google/authorize")]
    [InlineData("/oauth/google/authorize?state=%00")]
    [InlineData("/oauth/myspace/authorize?state=1")]
    [InlineData("/api/auth/oauth/callback/google?code=1&state=1&state=2")]
    [InlineData("/api/auth/oauth/callback/goo%0D%0Agle")]
    [InlineData("/api/v1/orders/%2F/status")]
    [InlineData("/api/auth/oauth/callback/%2500?token=%ff")]
    [InlineData("/oauth/%2500/authorize")]
    [InlineData("/guide/products/%2500")]
    [InlineData("/guide/webhook-endpoints/%00")]
    [InlineData("/nothing")]
    [InlineData("/..%2f..%2fetc/passwd")]
    public async Task Odd_paths_are_not_found_or_refused(string target)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        Answer answer = await app.BearerAsync("osk_your_secret_here", "GET", target);
        Assert.InRange(answer.Status, 400, 404);
    }

    private static async Task<(int Status, string Answer)> SendAsync(
        ProviderApp app, string api, string path, byte[] body, string contentType, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(app.Http.BaseAddress!, path)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        switch (api)
        {
            case "osaycore":
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                Sign(SchemeCatalog.OsayCore, "YOUR_APP_API_KEY", "YOUR_APP_SECRET_KEY");
                break;
            case "theone":
                Sign(SchemeCatalog.TheOne, "test_key_1", "test_secret_1");
                break;
            case "oort":
                Sign(SchemeCatalog.Oort, "your_api_key", "your_api_secret");
                break;
            case "guide":
                request.Headers.Add("X-API-Key", "your_api_key_here");
                break;
            case "onering" or "broker":
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", api == "broker" ? "YOUR_BROKER_TOKEN" : "osk_your_secret_here");
                break;
        }

        using HttpResponseMessage response = await app.Http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());

        void Sign(SignatureScheme scheme, string keyId, string secret) =>
            scheme.SignForTest(request, ProviderApp.RingOf(scheme, keyId, secret), time: app.Clock);
    }
}
