using System.Net.Http.Headers;
using System.Text;

namespace HmacKit.Http.Tests.Signing;

public class HeaderTests
{
    /// <summary>Signs what HttpClient adds by itself, and headers that it keeps with the content.</summary>
    private static readonly SigningKey Wide = new(SignatureScheme.Compile(new()
    {
        Name = "wide",
        Message = "{method}\n{target}\n{header:Host}\n{header:Content-Type}\n{header:Content-Length}\n{header:Accept}\n{header:User-Agent}\n{header:X-Own}\n{nonce}\n{timestamp}\n{body}",
        Headers =
        {
            ["Authorization"] = HeaderFormat.Fields("HMAC n={nonce}, t={timestamp}, s={signature:base64}"),
        },
        AmbiguousBecause = "header values are joined by line breaks, which they can't have.",
        Freshness = new(TimestampFormat.Rfc3339, TimeSpan.FromMinutes(1)),
        Replay = ReplayRule.ByNonce,
    }));

    private static readonly SigningKey Key = SigningKey.TheOne;

    [Fact]
    public async Task Headers_set_by_hand_are_replaced_and_not_doubled()
    {
        await using SignedServer server = await SignedServer.StartAsync(Key);
        using HttpClient client = Key.Client();
        client.DefaultRequestHeaders.Add("X-API-KEY", "from the defaults");
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Http1) { Content = new StringContent("x") };
        request.Headers.Add("x-api-sign", ["one", "two"]);
        request.Headers.TryAddWithoutValidation("X-Api-Timestamp", "1");
        request.Content.Headers.Add("X-API-NONCE", "with the content");
        request.Content.Headers.Add("X-API-SIGN", "with the content");
        using HttpResponseMessage response = await client.SendAsync(request);
        Seen seen = server.Seen.Single();
        Assert.Equal(VerificationStatus.Valid, seen.Status);
        Assert.All(Key.Scheme.Headers, header => Assert.Single(seen.Headers[header.Name]));
        Assert.Equal("key-1", seen.Headers["X-API-KEY"]);
    }

    [Fact]
    public async Task An_Authorization_of_the_clients_own_makes_way_for_the_schemes()
    {
        await using SignedServer server = await SignedServer.StartAsync(Wide);
        using HttpClient client = Wide.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", "mine");
        using HttpResponseMessage response = await client.GetAsync(server.Http1);
        Assert.Equal(VerificationStatus.Valid, server.Seen.Single().Status);
        Assert.StartsWith("HMAC n=", Assert.Single(server.Seen.Single().Headers.Authorization), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", false)]
    [InlineData("DELETE", false)]
    [InlineData("POST", false)]
    [InlineData("PUT", false)]
    [InlineData("POST", true)]
    public async Task Signed_headers_are_signed_as_HttpClient_sends_them(string method, bool hasContent)
    {
        foreach (bool isHttp2 in (bool[])[false, true])
        {
            await using SignedServer server = await SignedServer.StartAsync(Wide);
            using HttpClient client = Wide.Client();
            client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json", 0.9));
            client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/plain"));
            client.DefaultRequestHeaders.UserAgent.ParseAdd("Tests/1.0 (a comment) More/2");
            using var request = new HttpRequestMessage(new HttpMethod(method), isHttp2 ? server.Http2 : server.Http1)
            {
                Version = isHttp2 ? HttpVersion.Version20 : HttpVersion.Version11,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = hasContent ? new StringContent("{}", Encoding.UTF8, "application/json") : null,
            };
            request.Headers.Add("X-Own", ["first", "second"]);
            using HttpResponseMessage response = await client.SendAsync(request);
            Seen seen = server.Seen.Single();
            Assert.Equal(VerificationStatus.Valid, seen.Status);
            Assert.Equal("first, second", seen.Headers["X-Own"]);
        }
    }

    [Theory]
    [InlineData("http://example.com/", "example.com")]
    [InlineData("http://example.com:80/", "example.com")]
    [InlineData("http://EXAMPLE.com:8080/", "example.com:8080")]
    [InlineData("https://example.com:443/", "example.com")]
    [InlineData("http://[::1]:81/", "[::1]:81")]
    [InlineData("http://bücher.example/", "xn--bcher-kva.example")]
    [InlineData("http://user:password@example.com/", "example.com")]
    public void The_host_is_the_one_that_HttpClient_names(string uri, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        Assert.Equal(host, new OutgoingRequest(request).GetHeader("host").Value);
    }

    [Fact]
    public void A_host_that_was_set_by_hand_is_the_one()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://127.0.0.1:81/");
        request.Headers.Host = "api.example.com";
        Assert.Equal("api.example.com", new OutgoingRequest(request).GetHeader("Host").Value);
    }

    [Fact]
    public async Task A_header_that_HttpClient_keeps_with_the_content_goes_there()
    {
        var key = new SigningKey(SchemeCatalog.BodyIn("Content-MD5"));
        await using SignedServer server = await SignedServer.StartAsync(key);
        using HttpClient client = key.Client();
        for (int i = 0; i < 2; i++)
        {
            var content = new ByteArrayContent([1, 2, 3]);
            content.Headers.TryAddWithoutValidation("Content-MD5", "by hand");
            using HttpResponseMessage response = await client.PostAsync(server.Http1, content);
        }

        Assert.All(server.Seen, seen => Assert.Equal(VerificationStatus.Valid, seen.Status));
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetAsync(server.Http1));
        Assert.Contains("Content-MD5", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_the_request_nor_its_options_hold_the_secret()
    {
        var stub = StubHandler.AnswersOk();
        using var client = new HttpClient(new SigningHandler(Key.Signer()) { InnerHandler = stub });
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example.com/");
        using HttpResponseMessage response = await client.SendAsync(request);
        Assert.Empty((IEnumerable<KeyValuePair<string, object?>>)request.Options);
        Assert.DoesNotContain(SigningKey.Secret, request.ToString(), StringComparison.Ordinal);
    }
}
