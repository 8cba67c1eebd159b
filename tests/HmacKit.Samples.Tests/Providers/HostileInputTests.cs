using System.Net.Http.Headers;
using System.Net.Sockets;
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
        "{\"subtask_id\":\"s\",\"config\":{\"a\":\"\\ud800\"},\"event_type\":\"test.event\",\"data\":{\"a\":[\"\\udfff\"]}}",
        "{\"subtask_id\":\"s\",\"config\":{\"\\ud800\":1},\"event_type\":\"test.event\",\"data\":{\"\\udfff\":1}}",
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

    /// <summary>The host of the address is none that OpenIddict could be at, and it doesn't take the request for its own.</summary>
    [Theory]
    [InlineData("POST", "/oauth/token", "grant_type=client_credentials")]
    [InlineData("POST", "/oauth/authorize", "response_type=code")]
    [InlineData("GET", "/oauth/authorize?response_type=code", null)]
    public async Task A_host_that_is_no_name_is_refused(string method, string target, string? body)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        string form = body is null ? "" : $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n";
        Assert.StartsWith("HTTP/1.1 400", await RawAsync(app, $"{method} {target} HTTP/1.1\r\nHost: {new string('x', 300)}\r\nConnection: close\r\n{form}\r\n{body}"), StringComparison.Ordinal);
        Assert.DoesNotContain(app.Log.Entries, entry => entry.Level == Microsoft.Extensions.Logging.LogLevel.Error);
    }

    [Theory]
    [InlineData("/guide/products", "application/json", "80000000\r\n{", 400)]
    [InlineData("/guide/keys", "application/json", "80000000\r\n{", 400)]
    [InlineData("/oauth/token", "application/x-www-form-urlencoded", "80000000\r\n{", 400)]
    [InlineData("/guide/products", "application/json", "zz\r\n{", 400)]
    [InlineData("/oauth/token", "application/x-www-form-urlencoded; charset=utf-7", "0\r\n\r\n", 415)]
    [InlineData("/oauth/google/authorize", "application/x-www-form-urlencoded; charset=\"utf-7\"", "0\r\n\r\n", 415)]
    public async Task A_body_that_cannot_be_read_is_no_error_of_the_server(string path, string contentType, string chunks, int status)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        string answer = await RawAsync(app, $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nX-API-Key: your_api_key_here\r\nContent-Type: {contentType}\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}");
        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(app.Log.Entries, entry => entry.Level == Microsoft.Extensions.Logging.LogLevel.Error);
    }

    /// <summary>Anybody may do that as often as they like, and each time it would be some kilobytes in the log.</summary>
    [Theory]
    [InlineData("/guide/products", "application/json")]
    [InlineData("/guide/keys", "application/json")]
    [InlineData("/guide/webhooks", "application/json")]
    [InlineData("/oauth/token", "application/x-www-form-urlencoded")]
    [InlineData("/oauth/google/authorize", "application/x-www-form-urlencoded")]
    public async Task A_client_that_is_gone_in_the_middle_of_its_body_leaves_no_error_in_the_log(string path, string contentType)
    {
        await using ProviderApp app = await ProviderApp.StartAsync();
        await SendAsync(app, "guide", path, "{"u8.ToArray(), contentType, "");
        for (int i = 0; i < 20; i++)
        {
            using var socket = new TcpClient { LingerState = new LingerOption(enable: true, seconds: 0) };
            await socket.ConnectAsync(app.Http.BaseAddress!.Host, app.Http.BaseAddress.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-API-Key: your_api_key_here\r\nX-Signature: {new string('0', 64)}\r\nContent-Type: {contentType}\r\nContent-Length: 100\r\n\r\n{{"));

            // It is to be in the middle of reading, and then it is told of the reset.
            await Task.Delay(30);
        }

        await app.StopAsync();
        Assert.DoesNotContain(app.Log.Entries, static entry => entry.Level >= Microsoft.Extensions.Logging.LogLevel.Warning && entry.Exception is not null);
    }

    [Theory]
    [InlineData("/guide/products", "X-API-Key", "your_api_key_here")]
    [InlineData("/v1/external/events", "Authorization", "Bearer osk_your_secret_here")]
    public async Task A_stream_of_HTTP_2_that_is_reset_in_its_body_leaves_no_error_in_the_log_and_its_connection_open(string path, string header, string value)
    {
        await using ProviderApp app = await ProviderApp.StartAsync(("Kestrel:Endpoints:Http:Url", "http://127.0.0.1:0"), ("Kestrel:Endpoints:Http:Protocols", "Http2"));
        int connections = 0;
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, stop) =>
            {
                Interlocked.Increment(ref connections);
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(context.DnsEndPoint, stop);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler) { BaseAddress = app.Http.BaseAddress };
        for (int i = 0; i < 40; i++)
        {
            using var stop = new CancellationTokenSource();
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new HalfContent(), Version = System.Net.HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.TryAddWithoutValidation(header, value);
            Task<HttpResponseMessage> sending = client.SendAsync(request, stop.Token);
            await Task.WhenAny(sending, ((HalfContent)request.Content).Started);
            await Task.Delay(10);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        }

        using var whole = new HttpRequestMessage(HttpMethod.Get, path == "/guide/products" ? path : "/v1/external/me")
        {
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        whole.Headers.TryAddWithoutValidation(header, value);
        using HttpResponseMessage answer = await client.SendAsync(whole);
        Assert.Equal((System.Net.HttpStatusCode.OK, 1), (answer.StatusCode, connections));
        await app.StopAsync();
        Assert.DoesNotContain(app.Log.Entries, static entry => entry.Level >= Microsoft.Extensions.Logging.LogLevel.Warning && entry.Exception is not null);
    }

    private static async Task<string> RawAsync(ProviderApp app, string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(app.Http.BaseAddress!.Host, app.Http.BaseAddress.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(socket.GetStream());
        return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
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

    /// <summary>The beginning of a body, and then nothing until it is cancelled.</summary>
    private sealed class HalfContent : HttpContent
    {
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Started => _started.Task;

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => SerializeToStreamAsync(stream, context, default);

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync("{"u8.ToArray(), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            _started.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
