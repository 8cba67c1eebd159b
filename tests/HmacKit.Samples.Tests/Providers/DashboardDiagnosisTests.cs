using System.Net.ServerSentEvents;
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

/// <summary>TheOne's printed Python client signs compact JSON and sends it with blanks.</summary>
public class DashboardDiagnosisTests
{
    [Fact]
    public async Task In_Development_the_log_and_the_dashboard_say_what_the_signature_fits_and_the_answer_does_not()
    {
        var clock = new ManualTimeProvider();
        var log = new CapturedLog();
        await using WebApplication app = ProviderHost.Build(["--contentRoot", RepositoryFiles.PathOf("samples", "Providers")], builder =>
        {
            builder.Environment.EnvironmentName = Environments.Development;
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders().AddProvider(log);
            builder.Services.AddSingleton<TimeProvider>(clock);
        });
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        SignatureScheme scheme = SchemeCatalog.TheOne;
        byte[] signedBody = Encoding.UTF8.GetBytes("""{"from":"BTC","to":"ETH"}""");
        var message = new HttpRequestMessage(HttpMethod.Post, "/api/v1/estimate") { Content = new StringContent("""{"from": "BTC", "to": "ETH"}""", Encoding.UTF8, "application/json") };
        var signer = new RequestSigner(scheme, ProviderApp.RingOf(scheme, "test_key_1", "test_secret_1"), clock);
        foreach ((string name, string value) in signer.Sign(new RawRequest("POST", "/api/v1/estimate", [], signedBody)))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage answer = await http.SendAsync(message);
        const string expected = "The signature fits the body as compact JSON";
        Assert.Equal(401, (int)answer.StatusCode);
        Assert.DoesNotContain("compact", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(log.Entries, entry => entry.Text.Contains(expected, StringComparison.Ordinal));
        using Stream stream = await http.GetStreamAsync(new Uri("/dashboard/verifications", UriKind.Relative));
        await using IAsyncEnumerator<SseItem<string>> events = SseParser.Create(stream).EnumerateAsync().GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());
        using JsonDocument shown = JsonDocument.Parse(events.Current.Data);
        Assert.StartsWith($"SignatureMismatch: {expected}", shown.RootElement.GetProperty("verdict").GetString(), StringComparison.Ordinal);
        await app.StopAsync(new CancellationToken(canceled: true));
    }
}
