using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using HmacKit.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Providers;

namespace HmacKit.Samples.Tests.Providers;

/// <summary>The inspector of the sample in Development, which is where its plain dashboard was.</summary>
public sealed class InspectorTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _clock = new();
    private readonly CapturedLog _log = new();
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _app = Build(Environments.Development);
        await _app.StartAsync();
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = new Uri(_app.Urls.First()) };
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    /// <summary>TheOne's printed Python client signs compact JSON and sends it with blanks.</summary>
    [Fact]
    public async Task The_log_and_the_page_say_what_the_signature_fits_and_the_answer_does_not()
    {
        using HttpResponseMessage answer = await SendAsync("""{"from": "BTC", "to": "ETH"}""", signed: """{"from":"BTC","to":"ETH"}""");
        const string expected = "The signature fits the body as compact JSON";
        Assert.Equal(401, (int)answer.StatusCode);
        Assert.DoesNotContain("compact", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(_log.Entries, entry => entry.Text.Contains(expected, StringComparison.Ordinal));
        JsonElement detail = await DetailAsync(1);
        JsonElement finding = detail.GetProperty("finding");
        Assert.Equal("signature_mismatch", finding.GetProperty("status").GetString());
        Assert.Equal("body_json_compact", finding.GetProperty("causes")[0].GetString());
        Assert.StartsWith(expected, finding.GetProperty("advice").GetString(), StringComparison.Ordinal);
        Assert.EndsWith(HashOf("""{"from": "BTC", "to": "ETH"}"""), detail.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.NotEqual("", finding.GetProperty("differenceSigned").GetString());
        Assert.Equal("""{"from": "BTC", "to": "ETH"}""", detail.GetProperty("body").GetProperty("text").GetString());
        Assert.Equal(401, detail.GetProperty("answer").GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task A_valid_request_shows_its_message_the_secret_that_matched_and_what_is_left_of_the_budget()
    {
        using HttpResponseMessage answer = await SendAsync("""{"from":"BTC","to":"ETH"}""");
        JsonElement detail = await DetailAsync(1);
        JsonElement finding = detail.GetProperty("finding");
        Assert.Equal("valid", finding.GetProperty("status").GetString());
        Assert.Equal("the newest secret", finding.GetProperty("matchedSecret").GetString());
        Assert.Equal("test_key_1", finding.GetProperty("keyId").GetString());
        Assert.Matches("[0-9]", finding.GetProperty("budget").GetString());
        Assert.EndsWith(HashOf("""{"from":"BTC","to":"ETH"}"""), detail.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("""{"from":"BTC","to":"ETH"}""", detail.GetProperty("body").GetProperty("text").GetString());
        Assert.Equal((int)answer.StatusCode, detail.GetProperty("answer").GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task An_API_key_is_told_by_its_id_and_hidden_itself()
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, "/v1/external/me");
        message.Headers.TryAddWithoutValidation("Authorization", "Bearer osk_your_secret_here");
        using HttpResponseMessage answer = await _http.SendAsync(message);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        string text = await _http.GetStringAsync(new Uri("/inspector/api/requests/1", UriKind.Relative));
        Assert.Contains("osk_your_secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("osk_your_secret_here", text, StringComparison.Ordinal);
        Assert.Contains("\"status\":\"valid\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_shows_verifications_live_in_a_browser()
    {
        await using Browser browser = await Browser.StartAsync();
        await browser.OpenAsync(new Uri(_http.BaseAddress!, "/"));
        await browser.WaitForAsync("return document.getElementById('connection')?.textContent === 'live'");
        await SendAsync("""{"from": "BTC"}""", signed: """{"from":"BTC"}""");
        await browser.WaitForAsync("return document.getElementById('detail').dataset.id === '1'");
        string detail = (await browser.RunAsync("return document.getElementById('detail').innerText")).GetString()!;
        Assert.Contains("body_json_compact", detail, StringComparison.Ordinal);
        Assert.Contains("401, by the application", detail, StringComparison.Ordinal);

        // A replay goes to the application, and comes back as one more request.
        await browser.PressAsync("r");
        await browser.WaitForAsync("return document.querySelectorAll('.row').length === 2");
    }

    [Theory]
    [InlineData("/inspector/")]
    [InlineData("/inspector/inspector.js")]
    [InlineData("/inspector/api/ids")]
    public async Task Pages_elsewhere_can_not_reach_it_by_giving_their_name_our_address(string path)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, path);
        message.Headers.Host = "evil.example";
        using HttpResponseMessage answer = await _http.SendAsync(message);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_client_that_is_gone_in_the_middle_of_its_body_is_shown_without_it_and_leaves_no_error_in_the_log()
    {
        (await _http.PostAsync(new Uri("/guide/webhooks", UriKind.Relative), new StringContent("{}"))).Dispose();
        for (int i = 0; i < 60; i++)
        {
            using var socket = new TcpClient { LingerState = new LingerOption(enable: true, seconds: 0) };
            await socket.ConnectAsync(_http.BaseAddress!.Host, _http.BaseAddress.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /guide/webhooks HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Signature: {new string('0', 64)}\r\nContent-Length: 100\r\n\r\n{{"));

            // It takes luck to meet the moment.
            await Task.Delay(i % 12);
        }

        await _app.StopAsync();
        Assert.DoesNotContain(_log.Entries, static entry => entry.Level >= LogLevel.Error);
    }

    [Fact]
    public async Task Outside_of_Development_it_is_not_there()
    {
        await using WebApplication app = Build(Environments.Production);
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri("/inspector/", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri("/", UriKind.Relative))).StatusCode);
        await app.StopAsync(new CancellationToken(canceled: true));
    }

    /// <summary>TheOne's message ends with the hash of the body.</summary>
    private static string HashOf(string body) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(body)));

    private WebApplication Build(string environment) => ProviderHost.Build(["--contentRoot", RepositoryFiles.PathOf("samples", "Providers")], builder =>
    {
        builder.Environment.EnvironmentName = environment;
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(_log);
        builder.Services.AddSingleton<TimeProvider>(_clock);
    });

    private async Task<JsonElement> DetailAsync(long number) =>
        JsonSerializer.Deserialize<JsonElement>(await _http.GetStringAsync(new Uri($"/inspector/api/requests/{number}", UriKind.Relative)));

    private async Task<HttpResponseMessage> SendAsync(string body, string? signed = null)
    {
        SignatureScheme scheme = SchemeCatalog.TheOne;
        var message = new HttpRequestMessage(HttpMethod.Post, "/api/v1/estimate") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        var signer = new RequestSigner(scheme, ProviderApp.RingOf(scheme, "test_key_1", "test_secret_1"), _clock);
        foreach ((string name, string value) in signer.Sign(new RawRequest("POST", "/api/v1/estimate", [], Encoding.UTF8.GetBytes(signed ?? body))))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(message);
    }
}
