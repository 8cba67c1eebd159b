using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HmacKit.Http;
using HmacKit.Samples.Tests.Processes;

namespace HmacKit.Samples.Tests.WebhookReceiver;

/// <summary>The receiver as a process, with the sample host or with a signer that has its secret.</summary>
public class WebhookReceiverTests
{
    private const string Secret = "whsec_your_secret_here";

    [Fact]
    public async Task An_event_of_the_sample_host_is_delivered_verified_and_handled()
    {
        var providers = new ProviderProcess();
        await providers.InitializeAsync();
        (SampleProcess receiver, Uri address) = await SampleProcess.StartServerAsync("WebhookReceiver");
        using (receiver)
        {
            using SampleProcess client = SampleProcess.Start(
                "PartnerClient", "--base-url", providers.Address.AbsoluteUri, "--webhook-url", new Uri(address, "/webhooks/onering").AbsoluteUri);
            Assert.True(await client.ExitAsync() == 0, client.Output);

            await receiver.LineAsync(static line => line.Contains("Handled test.event evt_", StringComparison.Ordinal));
            JsonElement handled = Assert.Single(await EventsAsync(address));
            Assert.Equal("Testing webhook", handled.GetProperty("what").GetString());
            Assert.Contains(handled.GetProperty("id").GetString()!, client.Output, StringComparison.Ordinal);
        }

        await providers.DisposeAsync();
    }

    [Fact]
    public async Task An_event_that_comes_twice_is_answered_twice_and_handled_once()
    {
        (SampleProcess receiver, Uri address) = await SampleProcess.StartServerAsync("WebhookReceiver");
        using (receiver)
        {
            Assert.Equal(HttpStatusCode.OK, await SendAsync(address, "evt_1", Secret));
            await receiver.LineAsync(static line => line.Contains("Handled draft.published evt_1", StringComparison.Ordinal));
            Assert.Equal(HttpStatusCode.OK, await SendAsync(address, "evt_1", Secret));
            Assert.Equal(HttpStatusCode.OK, await SendAsync(address, "evt_2", Secret));

            // A repeat is known as one before it is answered, and never queued.
            await receiver.LineAsync(static line => line.Contains("Handled draft.published evt_2", StringComparison.Ordinal));
            Assert.Equal(["evt_1", "evt_2"], (await EventsAsync(address)).Select(handled => handled.GetProperty("id").GetString()));
        }
    }

    [Fact]
    public async Task A_forged_event_is_refused_and_not_handled()
    {
        (SampleProcess receiver, Uri address) = await SampleProcess.StartServerAsync("WebhookReceiver");
        using (receiver)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(address, "evt_1", "whsec_another_secret_of_somebody"));
            await receiver.LineAsync(static line => line.Contains("SignatureMismatch", StringComparison.Ordinal));
            Assert.Empty(await EventsAsync(address));
        }
    }

    private static async Task<HttpStatusCode> SendAsync(Uri address, string eventId, string secret)
    {
        var signer = new RequestSigner(SchemeCatalog.OneRing, SchemeCatalog.OneRing.ImportKey(secret));
        using var http = new HttpClient(new SigningHandler(signer) { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false } });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/webhooks/onering"))
        {
            Content = JsonContent.Create(new
            {
                eventType = "draft.published",
                eventId,
                timestamp = "2026-01-01T00:00:00Z",
                data = new { draftId = "draft_1", platform = "x" },
            }),
        };
        request.Options.Set(SigningHandler.MessageId, eventId);
        using HttpResponseMessage response = await http.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<JsonElement[]> EventsAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        return (await http.GetFromJsonAsync<JsonElement[]>("events"))!;
    }
}
