using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Http.Tests.ApiKeys;

public class ApiKeyTests
{
    private const string Key = "osk_a-key-of-the-tests";

    [Theory]
    [InlineData(null, "Authorization", "Bearer " + Key)]
    [InlineData("authorization", "Authorization", "Bearer " + Key)]
    [InlineData("X-API-Key", "X-API-Key", Key)]
    public async Task The_key_goes_into_its_header_once(string? headerName, string name, string value)
    {
        await using SignedServer server = await SignedServer.StartAsync();
        server.Answer = (_, context) =>
        {
            context.Response.StatusCode = 200;
            return Task.CompletedTask;
        };
        foreach (bool isHttp2 in (bool[])[false, true])
        {
            using HttpClient client = Factory(options => options.HeaderName = headerName ?? options.HeaderName).CreateClient("api");
            client.DefaultRequestHeaders.TryAddWithoutValidation(name, "by hand");
            client.DefaultRequestVersion = isHttp2 ? HttpVersion.Version20 : HttpVersion.Version11;
            client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
            for (int i = 0; i < 2; i++)
            {
                using HttpResponseMessage response = await client.PostAsync(isHttp2 ? server.Http2 : server.Http1, new StringContent("x"));
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            }
        }

        Assert.Equal(4, server.Seen.Count);
        Assert.All(server.Seen, seen => Assert.Equal(value, Assert.Single(seen.Headers[name])));
    }

    [Theory]
    [InlineData("https://other.example.com/")]
    [InlineData("https://api.example.com:8443/")]
    [InlineData("http://127.0.0.1/")]
    public async Task The_key_stays_with_the_origin_of_the_first_request(string other)
    {
        var stub = StubHandler.AnswersOk();
        using var client = new HttpClient(new ApiKeyHandler(Key) { InnerHandler = stub });
        using HttpResponseMessage first = await client.GetAsync("https://api.example.com/a");
        using HttpResponseMessage second = await client.GetAsync("https://API.example.com:443/b");
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetAsync(other));
        Assert.Contains("https://api.example.com:443", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, exception.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, stub.Requests.Count);
    }

    [Fact]
    public async Task An_origin_in_the_options_goes_before_all_others()
    {
        var stub = StubHandler.AnswersOk();
        IHttpClientFactory factory = Factory(
            options => options.Origin = new Uri("https://api.example.com/ignored/path"), stub, client => client.BaseAddress = new Uri("https://other.example.com"));
        using HttpClient client = factory.CreateClient("api");
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetAsync("/a"));
        using HttpResponseMessage response = await client.GetAsync("https://api.example.com/a");
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task The_base_address_of_a_factorys_client_goes_before_the_first_request()
    {
        var stub = StubHandler.AnswersOk();
        IHttpClientFactory factory = Factory(null, stub, client => client.BaseAddress = new Uri("https://api.example.com/v1/"));
        for (int i = 0; i < 2; i++)
        {
            using HttpClient client = factory.CreateClient("api");
            await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetAsync("https://evil.example/"));
            using HttpResponseMessage response = await client.GetAsync("me");
        }

        Assert.Equal(["https://api.example.com/v1/me", "https://api.example.com/v1/me"], stub.Requests.Select(request => request.Uri.AbsoluteUri));
    }

    [Fact]
    public async Task The_origin_outlives_the_handlers_of_a_factory()
    {
        var services = new ServiceCollection();
        services.AddHttpClient("api").AddApiKey(Key);
        ApiKeyClient client = services.BuildServiceProvider().GetRequiredKeyedService<ApiKeyClient>("api");
        var stub = StubHandler.AnswersOk();
        foreach (string address in (string[])["https://api.example.com/", "https://other.example.com/"])
        {
            // What the factory does for each chain.
            ApiKeyHandler handler = client.CreateHandler(logger: null);
            handler.InnerHandler = stub;
            using var invoker = new HttpMessageInvoker(handler);
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            await Record.ExceptionAsync(() => invoker.SendAsync(request, default));
        }

        Assert.Equal(["api.example.com"], stub.Requests.Select(request => request.Uri.Host));
    }

    [Fact]
    public async Task The_key_is_not_sent_over_plain_HTTP_unless_the_network_is_trusted()
    {
        var stub = StubHandler.AnswersOk();
        using var client = new HttpClient(new ApiKeyHandler(Key) { InnerHandler = stub });
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetAsync("http://api.example.com/"));
        Assert.Contains(nameof(ApiKeyHandlerOptions.AllowPlainHttpBecauseTheNetworkIsTrusted), exception.Message, StringComparison.Ordinal);
        Assert.Empty(stub.Requests);

        using HttpResponseMessage local = await client.GetAsync("http://localhost:5080/");
        using var trusting = new HttpClient(new ApiKeyHandler(Key, new() { AllowPlainHttpBecauseTheNetworkIsTrusted = true }) { InnerHandler = stub });
        using HttpResponseMessage response = await trusting.GetAsync("http://api.internal/");
        Assert.Equal(2, stub.Requests.Count);
    }

    [Fact]
    public async Task A_redirect_within_the_origin_is_followed_with_the_key_and_another_one_is_not()
    {
        var stub = new StubHandler((_, number) => new(HttpStatusCode.Found)
        {
            Headers = { Location = new Uri(number < 3 ? $"/{number}" : "https://evil.example/", UriKind.RelativeOrAbsolute) },
        });
        using var client = new HttpClient(new ApiKeyHandler(Key, new() { HeaderName = "X-API-Key" }) { InnerHandler = stub });
        using HttpResponseMessage response = await client.GetAsync("https://api.example.com/");
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal(["/", "/1", "/2"], stub.Requests.Select(request => request.Uri.AbsolutePath));
        Assert.All(stub.Requests, request => Assert.Equal(Key, request.Headers["X-API-Key"]));
    }

    [Fact]
    public async Task Beside_a_signing_handler_redirects_are_counted_once()
    {
        var stub = new StubHandler((_, number) => new(HttpStatusCode.Found) { Headers = { Location = new Uri($"/{number}", UriKind.Relative) } });
        var services = new ServiceCollection();
        services.AddHttpClient("api").AddApiKey(Key).AddHmacSigning(SigningKey.TheOne.Signer()).ConfigurePrimaryHttpMessageHandler(() => stub);
        using HttpClient client = services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("api");
        using HttpResponseMessage response = await client.GetAsync("https://api.example.com/");
        Assert.Equal(6, stub.Requests.Count);
        Assert.All(stub.Requests, request => Assert.Equal("Bearer " + Key, request.Headers["Authorization"]));
        Assert.Equal(6, stub.Requests.Select(request => request.Headers["X-API-NONCE"]).Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("two words")]
    [InlineData("line-break\n")]
    [InlineData("line\r\nInjected: header")]
    [InlineData("umläut")]
    public void A_key_that_isnt_one_is_refused_without_being_shown(string key)
    {
        var exception = Assert.Throws<ArgumentException>(() => new ApiKeyHandler(key));
        Assert.DoesNotContain(key.Length > 1 ? key : "key ''", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("Content-Type")]
    public void A_header_that_isnt_one_of_requests_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => new ApiKeyHandler(Key, new() { HeaderName = name }));

    [Fact]
    public void Other_settings_out_of_bounds_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ApiKeyHandler(Key, new() { Origin = new Uri("/relative", UriKind.Relative) }));
        Assert.Throws<ArgumentException>(() => new ApiKeyHandler(Key, new() { Origin = new Uri("ftp://api.example.com/") }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ApiKeyHandler(Key, new() { MaxRedirects = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ApiKeyHandler(Key, new() { MaxRedirects = 51 }));
    }

    [Fact]
    public void The_defaults_are_those_that_are_documented()
    {
        var options = new ApiKeyHandlerOptions();
        Assert.Equal(("Authorization", null, 5, false), (options.HeaderName, options.Origin, options.MaxRedirects, options.AllowPlainHttpBecauseTheNetworkIsTrusted));
    }

    [Fact]
    public void The_synchronous_way_throws_rather_than_sending_without_the_key()
    {
        using var client = new HttpClient(new ApiKeyHandler(Key) { InnerHandler = StubHandler.AnswersOk() });
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example.com/");
        Assert.Throws<NotSupportedException>(() => client.Send(request));
    }

    [Fact]
    public void A_setting_that_isnt_there_is_refused_and_names_the_client()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddHttpClient("api").AddApiKey(provider => provider.GetRequiredService<IConfiguration>()["Api:Key"]);
        var exception = Assert.Throws<InvalidOperationException>(
            () => services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("api"));
        Assert.Contains("'api'", exception.Message, StringComparison.Ordinal);
    }

    private static IHttpClientFactory Factory(
        Action<ApiKeyHandlerOptions>? configure, HttpMessageHandler? primary = null, Action<HttpClient>? client = null)
    {
        var services = new ServiceCollection();
        IHttpClientBuilder builder = services.AddHttpClient("api").AddApiKey(Key, configure);
        _ = primary is null ? builder : builder.ConfigurePrimaryHttpMessageHandler(() => primary);
        _ = client is null ? builder : builder.ConfigureHttpClient(client);
        return services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>();
    }
}
