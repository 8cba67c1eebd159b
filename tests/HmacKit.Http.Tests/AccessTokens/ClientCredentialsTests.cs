using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit.Http.Tests.AccessTokens;

public sealed class ClientCredentialsTests : IAsyncLifetime, IDisposable
{
    private const string Secret = "a secret: of 100% & more";

    private readonly ManualTimeProvider _clock = new();
    private readonly CapturedLog _log = new();
    private SignedServer _api = null!;
    private TokenServer _tokens = null!;

    public async Task InitializeAsync()
    {
        _api = await SignedServer.StartAsync();
        _api.Answer = (_, context) =>
        {
            context.Response.StatusCode = 200;
            return Task.CompletedTask;
        };
        _tokens = await TokenServer.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _api.DisposeAsync();
        await _tokens.DisposeAsync();
    }

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_token_is_fetched_with_the_credentials_and_sent()
    {
        using HttpClient client = Client(options =>
        {
            options.Scopes = ["read", "write"];
            options.Parameters["audience"] = "https://api.example.com/";
        });
        using HttpResponseMessage response = await client.GetAsync(_api.Http1);
        Seen asked = Assert.Single(_tokens.Seen);
        Assert.Equal(("POST", "/oauth/token"), (asked.Method, asked.Target));
        Assert.Equal(
            "Basic " + Convert.ToBase64String("client%3A1:a+secret%3A+of+100%25+%26+more"u8), asked.Headers["Authorization"]);
        Assert.Equal(
            ["audience=https%3A%2F%2Fapi.example.com%2F", "grant_type=client_credentials", "scope=read+write"],
            Encoding.UTF8.GetString(asked.Body).Split('&').Order(StringComparer.Ordinal));
        Assert.Equal("application/x-www-form-urlencoded", asked.Headers["Content-Type"]);
        Assert.Equal("Bearer token-1", Assert.Single(Assert.Single(_api.Seen).Headers["Authorization"]));
    }

    [Fact]
    public async Task The_secret_goes_into_the_body_where_the_server_wants_it_there()
    {
        using HttpClient client = Client(options => options.SendSecretInBody = true);
        using HttpResponseMessage response = await client.GetAsync(_api.Http1);
        Seen asked = Assert.Single(_tokens.Seen);
        Assert.False(asked.Headers.ContainsKey("Authorization"));
        Assert.Contains("client_secret=a+secret%3A+of+100%25+%26+more", Encoding.UTF8.GetString(asked.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_callers_at_once_share_one_token()
    {
        var gate = new TaskCompletionSource();
        _tokens.Gate = gate.Task;
        using HttpClient client = Client();
        Task<HttpResponseMessage>[] calls = [.. Enumerable.Range(0, 50).Select(_ => client.GetAsync(_api.Http1))];
        using var cancel = new CancellationTokenSource();
        Task<HttpResponseMessage> cancelled = client.GetAsync(_api.Http1, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        gate.SetResult();
        await Task.WhenAll(calls);
        Assert.Single(_tokens.Seen);
        Assert.Equal(50, _api.Seen.Count);
        Assert.All(_api.Seen, seen => Assert.Equal("Bearer token-1", seen.Headers["Authorization"]));
    }

    [Fact]
    public async Task A_token_is_renewed_once_before_its_end_while_the_old_one_serves()
    {
        using HttpClient client = Client();
        await GetAsync(client);
        _clock.Advance(TimeSpan.FromMinutes(59) - TimeSpan.FromSeconds(1));
        await GetAsync(client);
        Assert.Single(_tokens.Seen);

        var gate = new TaskCompletionSource();
        _tokens.Gate = gate.Task;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => GetAsync(client)));
        Assert.All(_api.Seen, seen => Assert.Equal("Bearer token-1", seen.Headers["Authorization"]));
        gate.SetResult();
        for (int i = 0; _api.Seen[^1].Headers["Authorization"] != "Bearer token-2" && i < 500; i++)
        {
            await Task.Delay(10);
            await GetAsync(client);
        }

        _clock.Advance(TimeSpan.FromMinutes(2));
        await GetAsync(client);
        Assert.Equal("Bearer token-2", _api.Seen[^1].Headers["Authorization"]);
        Assert.Equal(2, _tokens.Seen.Count);
    }

    [Theory]
    [InlineData("10", 4.9, false)]
    [InlineData("10", 5.1, true)]
    [InlineData("\"3600\"", 3539, false)]
    [InlineData("\"3600\"", 3541, true)]
    [InlineData("null", 239, false)]
    [InlineData("null", 241, true)]
    [InlineData("99999999999", 86_339, false)]
    [InlineData("99999999999", 86_341, true)]
    [InlineData("-1", 241, true)]
    public async Task A_token_is_renewed_by_its_lifetime(string expiresIn, double seconds, bool isRenewed)
    {
        _tokens.ExpiresIn = expiresIn;
        using HttpClient client = Client();
        await GetAsync(client);
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        await GetAsync(client);
        for (int i = 0; isRenewed && _tokens.Seen.Count < 2 && i < 500; i++)
        {
            // The renewal goes on behind the request, which went with the old token.
            await Task.Delay(10);
        }

        Assert.Equal(isRenewed ? 2 : 1, _tokens.Seen.Count);
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_client","error_description":"not shown"}""", "400 invalid_client")]
    [InlineData(401, """{"error":"bad\r\nline"}""", "answered 401 .")]
    [InlineData(500, "<html>", "isn't JSON")]
    [InlineData(302, "{}", "answered 302")]
    [InlineData(200, """{"access_token":"\ud800","token_type":"Bearer"}""", "isn't JSON")]
    [InlineData(200, "[]", "no bearer token")]
    [InlineData(200, "{}", "no bearer token")]
    [InlineData(200, """{"access_token":"a b","token_type":"Bearer"}""", "no bearer token")]
    [InlineData(200, """{"access_token":"abc","token_type":"mac"}""", "no bearer token")]
    [InlineData(200, """{"access_token":"abc"}""", "no bearer token")]
    [InlineData(200, """{"access_token":7,"token_type":"Bearer"}""", "no bearer token")]
    public async Task Without_a_token_nothing_is_sent_and_the_exception_says_why(int status, string body, string words)
    {
        _tokens.Answer = (status, body);
        using HttpClient client = Client();
        var exception = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(_api.Http1));
        Assert.Contains(words, exception.Message, StringComparison.Ordinal);
        Assert.Empty(_api.Seen);
        Assert.DoesNotContain(Secret, exception + string.Join('\n', _log.Entries), StringComparison.Ordinal);
        Assert.DoesNotContain("not shown", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_fails_is_asked_at_most_once_a_second()
    {
        _tokens.Answer = (503, "{}");
        using HttpClient client = Client();
        for (int i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(_api.Http1));
        }

        Assert.Single(_tokens.Seen);
        _tokens.Answer = null;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await GetAsync(client);
        Assert.Equal(2, _tokens.Seen.Count);
    }

    [Fact]
    public async Task A_token_that_was_taken_back_is_replaced_once()
    {
        _api.Answer = (seen, context) =>
        {
            context.Response.StatusCode = seen.Headers["Authorization"] == "Bearer token-1" && seen.Number > 1 ? 401 : 200;
            return Task.CompletedTask;
        };
        using HttpClient client = Client();
        await GetAsync(client);
        _clock.Advance(TimeSpan.FromSeconds(11));
        using HttpResponseMessage response = await client.PostAsync(_api.Http1, new StringContent("{}"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["Bearer token-1", "Bearer token-1", "Bearer token-2"], _api.Seen.Select(seen => seen.Headers["Authorization"].ToString()));
        Assert.Equal("{}", Encoding.UTF8.GetString(_api.Seen[^1].Body));
    }

    [Fact]
    public async Task A_refusal_for_another_reason_doesnt_fetch_token_after_token()
    {
        _api.Answer = (_, context) =>
        {
            context.Response.StatusCode = 401;
            return Task.CompletedTask;
        };
        using HttpClient client = Client();
        for (int i = 0; i < 10; i++)
        {
            using HttpResponseMessage response = await client.GetAsync(_api.Http1);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        Assert.Single(_tokens.Seen);
        Assert.Equal(10, _api.Seen.Count);
    }

    [Fact]
    public async Task A_token_never_goes_to_another_origin()
    {
        await using SignedServer other = await SignedServer.StartAsync();
        _api.Answer = (_, context) =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = other.Http1.AbsoluteUri;
            return Task.CompletedTask;
        };
        using HttpClient client = Client();
        using HttpResponseMessage response = await client.GetAsync(_api.Http1);
        Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetAsync(other.Http1));
        Assert.Contains("access token", exception.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetAsync("http://api.example.com/"));
        Assert.Empty(other.Seen);
        Assert.Single(_api.Seen);
    }

    [Fact]
    public async Task A_redirect_of_the_token_endpoint_isnt_followed()
    {
        _tokens.Answer = (307, "{}");
        using HttpClient client = Client();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(_api.Http1));
        Assert.Single(_tokens.Seen);
    }

    [Fact]
    public async Task With_a_factory_all_handlers_of_a_client_share_the_token_and_logs_dont_show_it()
    {
        using var log = new CapturedLog();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace));
        services.AddSingleton<TimeProvider>(_clock);
        IHttpClientBuilder builder = services.AddHttpClient("api", client => client.BaseAddress = _api.Http1)
            .AddClientCredentials((_, options) => Fill(options)).RedactLoggedHeaders(_ => false);
        Assert.Throws<InvalidOperationException>(() => builder.AddClientCredentials((_, _) => { }));
        await using ServiceProvider provider = services.BuildServiceProvider();
        for (int i = 0; i < 3; i++)
        {
            using var chain = new HttpClient(provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler("api"), disposeHandler: false);
            using HttpResponseMessage response = await chain.GetAsync(_api.Http1);
            ClientCredentialsHandler handler = provider.GetRequiredKeyedService<AccessTokenClient>("api").CreateHandler();
            handler.InnerHandler = SigningKey.Sockets();
            using var other = new HttpClient(handler);
            using HttpResponseMessage second = await other.GetAsync(_api.Http1);
        }

        Assert.Single(_tokens.Seen);
        Assert.Equal(6, _api.Seen.Count);
        string entries = string.Join('\n', log.Entries);
        Assert.DoesNotContain("token-1", entries, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, entries, StringComparison.Ordinal);

        using HttpClient client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("api");
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.GetAsync(new Uri("https://other.example.com/")));
    }

    [Fact]
    public void Settings_that_cant_work_are_refused()
    {
        foreach (Action<ClientCredentialsOptions> change in (Action<ClientCredentialsOptions>[])[
            options => options.TokenEndpoint = null, options => options.TokenEndpoint = new Uri("/token", UriKind.Relative),
            options => options.TokenEndpoint = new Uri("http://login.example.com/token"), options => options.TokenEndpoint = new Uri("https://user:password@login.example.com/"),
            options => options.ClientId = "", options => options.ClientSecret = " ", options => options.RenewBefore = TimeSpan.FromHours(1.1),
            options => options.RenewBefore = TimeSpan.FromSeconds(-1), options => options.Timeout = TimeSpan.Zero, options => options.MaxRedirects = 51,
            options => options.Origin = new Uri("x", UriKind.Relative)])
        {
            var options = new ClientCredentialsOptions();
            Fill(options);
            change(options);
            var exception = Assert.ThrowsAny<ArgumentException>(() => new ClientCredentialsHandler(options));
            Assert.DoesNotContain(Secret, exception.Message, StringComparison.Ordinal);
        }

        using var handler = new ClientCredentialsHandler(new() { TokenEndpoint = _tokens.Address, ClientId = "a", ClientSecret = "b" }) { InnerHandler = StubHandler.AnswersOk() };
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example.com/");
        Assert.Throws<NotSupportedException>(() => client.Send(request));
    }

    [Fact]
    public void The_defaults_are_those_that_are_documented()
    {
        var options = new ClientCredentialsOptions();
        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(30), 5), (options.RenewBefore, options.Timeout, options.MaxRedirects));
        Assert.False(options.SendSecretInBody || options.AllowPlainHttpBecauseTheNetworkIsTrusted);
    }

    private async Task GetAsync(HttpClient client)
    {
        using HttpResponseMessage response = await client.GetAsync(_api.Http1);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private void Fill(ClientCredentialsOptions options)
    {
        options.TokenEndpoint = _tokens.Address;
        options.ClientId = "client:1";
        options.ClientSecret = Secret;
        options.TimeProvider = _clock;
    }

    private HttpClient Client(Action<ClientCredentialsOptions>? configure = null)
    {
        var options = new ClientCredentialsOptions();
        Fill(options);
        configure?.Invoke(options);
        return new HttpClient(new ClientCredentialsHandler(options, _log.For<ClientCredentialsHandler>()) { InnerHandler = SigningKey.Sockets() });
    }
}
