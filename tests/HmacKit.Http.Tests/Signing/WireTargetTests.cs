namespace HmacKit.Http.Tests.Signing;

public class WireTargetTests
{
    private static readonly SigningKey Key = SigningKey.TheOne;

    /// <summary>Addresses as a program writes them, and the target that is on the wire.</summary>
    public static TheoryData<string, string> Addresses => new()
    {
        { "", "/" },
        { "/", "/" },
        { "/api/v1/estimate", "/api/v1/estimate" },
        { "?x=1", "/?x=1" },
        { "/x?", "/x?" },
        { "/a%2Fb/%2f/c", "/a%2Fb/%2f/c" },
        { "/%7Ename/%41", "/~name/A" },
        { "/ö/日本?q=ü€", "/%C3%B6/%E6%97%A5%E6%9C%AC?q=%C3%BC%E2%82%AC" },
        { "/a b/c%20d?e=f g+h%20i", "/a%20b/c%20d?e=f%20g+h%20i" },
        { "/a/../b/./c//d", "/b/c//d" },
        { "/a%2F..%2Fb", "/a%2F..%2Fb" },
        { "/x?y=1#fragment", "/x?y=1" },
        { "/x#fragment?y=1", "/x" },
        { "/p;v=1/(x)'!*,@:&=+$", "/p;v=1/(x)'!*,@:&=+$" },
        { "/x?a=\"<>{}|^`\\", "/x?a=%22%3C%3E%7B%7D%7C%5E%60%5C" },
        { "/%zz?%", "/%25zz?%25" },
        { "/x?b=2&a=1&b=1", "/x?b=2&a=1&b=1" },
        { "/x?q=%E9%20%00%FF", "/x?q=%E9%20%00%FF" },
    };

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task The_signed_target_is_the_one_on_the_request_line(string address, string target)
    {
        await using var server = new RawServer();
        using HttpClient client = Key.Client();
        using HttpResponseMessage response = await client.GetAsync(new Uri(server.Address + address));
        Assert.Equal($"GET {target} HTTP/1.1", server.Heads.Single()[0]);
        Assert.Equal(VerificationStatus.Valid, Verify(server.Last));
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task The_signed_target_is_the_path_of_HTTP_2(string address, string target)
    {
        await using SignedServer server = await SignedServer.StartAsync(Key);
        using HttpClient client = Key.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Http2.GetLeftPart(UriPartial.Authority) + address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using HttpResponseMessage response = await client.SendAsync(request);
        Seen seen = server.Seen.Single();
        Assert.Equal((target, "HTTP/2", VerificationStatus.Valid), (seen.Target, seen.Protocol, seen.Status));
    }

    [Fact]
    public async Task A_relative_address_is_signed_as_the_client_completes_it()
    {
        await using var server = new RawServer();
        using HttpClient client = Key.Client();
        client.BaseAddress = new Uri(server.Address + "/v1/a%2Fb/");
        using HttpResponseMessage response = await client.GetAsync("orders?from=1 2");
        Assert.Equal("GET /v1/a%2Fb/orders?from=1%202 HTTP/1.1", server.Heads.Single()[0]);
        Assert.Equal(VerificationStatus.Valid, Verify(server.Last));
    }

    [Fact]
    public async Task An_address_that_isnt_to_be_canonicalised_is_signed_as_it_stands()
    {
        await using var server = new RawServer();
        using HttpClient client = Key.Client();
        var address = new Uri(server.Address + "/a/../%41?x=%7e", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using HttpResponseMessage response = await client.GetAsync(address);
        Assert.Equal("GET /a/../%41?x=%7e HTTP/1.1", server.Heads.Single()[0]);
        Assert.Equal(VerificationStatus.Valid, Verify(server.Last));
    }

    [Theory]
    [InlineData("/a b")]
    [InlineData("/ö")]
    [InlineData("/x?q=\u00a0")]
    public async Task An_address_that_would_be_something_else_on_the_wire_is_refused(string target)
    {
        await using var server = new RawServer();
        using HttpClient client = Key.Client();
        var address = new Uri(server.Address + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetAsync(address));
        Assert.Contains("percent-encode", exception.Message, StringComparison.Ordinal);
        Assert.Empty(server.Heads);
    }

    [Theory]
    [InlineData("get", "GET")]
    [InlineData("Delete", "DELETE")]
    [InlineData("PATCH", "PATCH")]
    public async Task Methods_of_any_spelling_that_HttpClient_writes_in_upper_case_verify(string method, string onTheWire)
    {
        await using var server = new RawServer();
        using HttpClient client = Key.Client();
        using var request = new HttpRequestMessage(new HttpMethod(method), server.Address + "/x");
        using HttpResponseMessage response = await client.SendAsync(request);
        Assert.Equal($"{onTheWire} /x HTTP/1.1", server.Heads.Single()[0]);
        Assert.Equal(VerificationStatus.Valid, Verify(server.Last));
    }

    [Fact]
    public async Task A_method_of_ones_own_in_lower_case_is_sent_as_it_is_and_refused()
    {
        await using var server = new RawServer();
        using HttpClient client = Key.Client();
        using var request = new HttpRequestMessage(new HttpMethod("report"), server.Address + "/x");
        using HttpResponseMessage response = await client.SendAsync(request);
        Assert.Equal("report /x HTTP/1.1", server.Heads.Single()[0]);
        Assert.Equal(VerificationStatus.MalformedRequestLine, Verify(server.Last));
    }

    [Fact]
    public async Task A_request_without_an_absolute_address_is_refused()
    {
        using var invoker = new HttpMessageInvoker(new SigningHandler(Key.Signer()) { InnerHandler = StubHandler.AnswersOk() });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/relative");
        request.RequestUri = new Uri("relative", UriKind.Relative);
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => invoker.SendAsync(request, default));
        Assert.Contains("absolute", exception.Message, StringComparison.Ordinal);
    }

    private static VerificationStatus Verify(RawRequest request) =>
        Key.Scheme.Verify(request, Key.Ring, TimeProvider.System.GetUtcNow()).Status;
}
