using System.Net.Http.Json;
using HmacKit.Samples.Tests.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit.Samples.Tests.Interop;

/// <summary>An event that the sample host delivered to a subscriber, as it came over the socket.</summary>
public sealed class DeliveredWebhook : IAsyncLifetime
{
    private readonly ProviderProcess _providers = new();

    public string Secret { get; private set; } = "";

    public string Signature { get; private set; } = "";

    public string Timestamp { get; private set; } = "";

    public string EventId { get; private set; } = "";

    public byte[] Body { get; private set; } = [];

    public async Task InitializeAsync()
    {
        await _providers.InitializeAsync();
        var delivered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication subscriber = builder.Build();
        subscriber.MapPost("/hook", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            Body = body.ToArray();
            Signature = request.Headers["X-Webhook-Signature"].Single()!;
            Timestamp = request.Headers["X-Webhook-Timestamp"].Single()!;
            EventId = request.Headers["X-Webhook-Event-ID"].Single()!;
            delivered.TrySetResult();
        });
        await subscriber.StartAsync();
        string address = subscriber.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

        using var http = new HttpClient { BaseAddress = _providers.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", "osk_your_secret_here");
        using HttpResponseMessage subscribed = await http.PostAsJsonAsync("v1/external/webhooks", new { url = address + "/hook", events = new[] { "draft.published" } });
        Secret = (await subscribed.Content.ReadFromJsonAsync<Dictionary<string, object>>())!["secret"].ToString()!;
        using HttpResponseMessage queued = await http.PostAsJsonAsync("v1/external/events", new { event_type = "draft.published", data = new { draftId = "draft_xyz", content = "Köln" } });
        Assert.True(queued.IsSuccessStatusCode);
        await delivered.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public Task DisposeAsync() => _providers.DisposeAsync();
}
