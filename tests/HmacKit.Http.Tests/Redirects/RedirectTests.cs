using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Http.Tests.Redirects;

public class RedirectTests
{
    private static readonly SigningKey Key = SigningKey.TheOne;

    /// <summary>Status, method, and the method that follows; content stays where the method does.</summary>
    public static TheoryData<int, string, string> Rules => new()
    {
        { 301, "GET", "GET" }, { 301, "HEAD", "HEAD" }, { 301, "POST", "GET" }, { 301, "PUT", "PUT" },
        { 302, "GET", "GET" }, { 302, "POST", "GET" }, { 302, "PATCH", "PATCH" }, { 302, "DELETE", "DELETE" },
        { 303, "GET", "GET" }, { 303, "HEAD", "HEAD" }, { 303, "POST", "GET" }, { 303, "PUT", "GET" }, { 303, "DELETE", "GET" },
        { 307, "GET", "GET" }, { 307, "POST", "POST" }, { 307, "PUT", "PUT" },
        { 308, "GET", "GET" }, { 308, "POST", "POST" }, { 308, "DELETE", "DELETE" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task A_redirect_within_the_origin_is_signed_anew_by_the_rules_of_RFC_9110(int status, string method, string next)
    {
        await using SignedServer server = await RedirectingAsync(status, _ => "/new%2Fplace?x=1");
        using HttpClient client = Key.Client();
        bool hasContent = method is not ("GET" or "HEAD");
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(server.Http1, "/old?x=0"))
        {
            Content = hasContent ? new StringContent("content") : null,
        };
        using HttpResponseMessage response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Seen[] seen = [.. server.Seen];
        Assert.Equal(2, seen.Length);
        Assert.Equal((method, "/old?x=0"), (seen[0].Method, seen[0].Target));
        Assert.Equal((next, "/new%2Fplace?x=1", VerificationStatus.Valid), (seen[1].Method, seen[1].Target, seen[1].Status));
        Assert.Equal(hasContent && next == method ? "content".Length : 0, seen[1].Body.Length);
        Assert.NotEqual(seen[0].Headers["X-API-NONCE"], seen[1].Headers["X-API-NONCE"]);
        Assert.Equal("/new%2Fplace", response.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task A_GET_that_a_redirect_makes_of_a_chunked_POST_has_no_trace_of_the_content()
    {
        await using SignedServer server = await RedirectingAsync(303, _ => "/new");
        using HttpClient client = Key.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Http1) { Content = new StringContent("content") };
        request.Headers.TransferEncodingChunked = true;
        using HttpResponseMessage response = await client.SendAsync(request);
        Seen last = server.Seen[^1];
        Assert.Equal(VerificationStatus.Valid, last.Status);
        Assert.DoesNotContain(last.Headers.Keys, name => name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) || name == "Transfer-Encoding");
    }

    [Theory]
    [InlineData("http://localhost:{1}/x")]
    [InlineData("http://127.0.0.2:{1}/x")]
    [InlineData("http://127.0.0.1:{2}/x")]
    [InlineData("//localhost:{1}/x")]
    [InlineData("https://127.0.0.1:{1}/x")]
    public async Task A_redirect_to_another_origin_is_neither_signed_nor_followed(string location)
    {
        SignedServer? server = null;
        await using SignedServer started = server = await RedirectingAsync(307, _ => location
            .Replace("{1}", $"{server!.Http1.Port}", StringComparison.Ordinal).Replace("{2}", $"{server.Http2.Port}", StringComparison.Ordinal));
        var log = new CapturedLog();
        using var client = new HttpClient(new SigningHandler(Key.Signer(), null, log.For<SigningHandler>()) { InnerHandler = SigningKey.Sockets() });
        using HttpResponseMessage response = await client.PostAsync(new Uri(server.Http1, "/secret?q=1"), new StringContent("content"));
        Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
        Assert.Single(server.Seen);
        string entry = Assert.Single(log.Entries).ToString();
        Assert.Contains("another origin", entry, StringComparison.Ordinal);
        Assert.DoesNotContain("q=1", entry, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://api.example.com/a", "http://api.example.com/a")]
    [InlineData("https://api.example.com/a", "https://api.example.com:8443/a")]
    [InlineData("https://api.example.com/a", "https://api.example.com.evil.example/a")]
    [InlineData("https://api.example.com/a", "https://api.example.com@evil.example/a")]
    [InlineData("https://api.example.com/a", "ftp://api.example.com/a")]
    [InlineData("https://api.example.com/a", "https://[bad/")]
    [InlineData("https://api.example.com/a", null)]
    public async Task What_only_looks_like_the_origin_is_not_followed(string from, string? to)
    {
        var stub = new StubHandler((_, _) =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.Found);
            if (to is not null)
            {
                response.Headers.TryAddWithoutValidation("Location", to);
            }

            return response;
        });
        using var client = new HttpClient(new SigningHandler(Key.Signer()) { InnerHandler = stub });
        using HttpResponseMessage response = await client.GetAsync(from);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Single(stub.Requests);
    }

    [Theory]
    [InlineData("https://API.example.com:443/b")]
    [InlineData("//api.example.com/b")]
    [InlineData("/b")]
    [InlineData("b")]
    [InlineData("../b")]
    public async Task Other_spellings_of_the_origin_are_the_origin(string location)
    {
        var stub = new StubHandler((_, number) => number == 1
            ? new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri(location, UriKind.RelativeOrAbsolute) } }
            : new HttpResponseMessage(HttpStatusCode.OK));
        using var client = new HttpClient(new SigningHandler(Key.Signer()) { InnerHandler = stub });
        using HttpResponseMessage response = await client.GetAsync("https://api.example.com/a");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("https://api.example.com/b", stub.Requests[1].Uri.AbsoluteUri);
    }

    [Theory]
    [InlineData(null, 6)]
    [InlineData(0, 1)]
    [InlineData(2, 3)]
    public async Task Redirects_end_at_the_limit_with_the_last_response(int? limit, int requests)
    {
        await using SignedServer server = await RedirectingAsync(302, seen => $"/{seen.Number}");
        using HttpClient client = Key.Client(limit is { } max ? new() { MaxRedirects = max } : null);
        using HttpResponseMessage response = await client.GetAsync(server.Http1);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal(requests, server.Seen.Count);
        Assert.All(server.Seen, seen => Assert.True(seen.IsValid));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(304)]
    [InlineData(201)]
    public async Task Other_statuses_with_a_location_are_no_redirects(int status)
    {
        await using SignedServer server = await RedirectingAsync(status, _ => "/new");
        using HttpClient client = Key.Client();
        using HttpResponseMessage response = await client.GetAsync(server.Http1);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task With_a_factory_the_primary_handler_no_longer_follows_redirects()
    {
        foreach (HttpMessageHandler? own in (HttpMessageHandler?[])[null, new SocketsHttpHandler(), new HttpClientHandler(), new RetryHandler { InnerHandler = new SocketsHttpHandler() }])
        {
            await using SignedServer server = await RedirectingAsync(307, _ => "http://localhost/elsewhere");
            var services = new ServiceCollection();
            IHttpClientBuilder builder = services.AddHttpClient("api").AddHmacSigning(Key.Signer());
            _ = own is null ? builder : builder.ConfigurePrimaryHttpMessageHandler(() => own);
            using HttpClient client = services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("api");
            using HttpResponseMessage response = await client.GetAsync(server.Http1);
            Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
            Assert.Single(server.Seen);
        }
    }

    [Fact]
    public async Task A_primary_handler_that_is_in_use_already_and_follows_redirects_is_refused()
    {
        await using SignedServer server = await SignedServer.StartAsync(Key);
        var shared = new SocketsHttpHandler();
        using var other = new HttpClient(shared);
        using HttpResponseMessage response = await other.GetAsync(server.Http1);
        var services = new ServiceCollection();
        services.AddHttpClient("api").AddHmacSigning(Key.Signer()).ConfigurePrimaryHttpMessageHandler(() => shared);
        var exception = Assert.Throws<InvalidOperationException>(
            () => services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("api"));
        Assert.Contains("'api'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("AllowAutoRedirect", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_factory_an_inner_handler_that_follows_redirects_is_refused()
    {
        foreach (HttpMessageHandler inner in (HttpMessageHandler[])[new SocketsHttpHandler(), new HttpClientHandler(), new RetryHandler { InnerHandler = new HttpClientHandler() }])
        {
            foreach (DelegatingHandler handler in (DelegatingHandler[])[new SigningHandler(Key.Signer()), new ApiKeyHandler("a-key")])
            {
                handler.InnerHandler = inner;
                using var client = new HttpClient(handler, disposeHandler: false);
                for (int i = 0; i < 2; i++)
                {
                    var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetAsync("http://127.0.0.1:1/"));
                    Assert.Contains("AllowAutoRedirect = false", exception.Message, StringComparison.Ordinal);
                    Assert.Contains(handler.GetType().Name, exception.Message, StringComparison.Ordinal);
                }
            }
        }
    }

    /// <summary>Answers what isn't a redirect's target yet, which "/new…" is, with a redirect.</summary>
    private static async Task<SignedServer> RedirectingAsync(int status, Func<Seen, string> location)
    {
        SignedServer server = await SignedServer.StartAsync(Key);
        server.Answer = (seen, context) =>
        {
            if (!seen.Target.StartsWith("/new", StringComparison.Ordinal))
            {
                context.Response.StatusCode = status;
                context.Response.Headers.Location = location(seen);
            }

            return Task.CompletedTask;
        };
        return server;
    }
}
