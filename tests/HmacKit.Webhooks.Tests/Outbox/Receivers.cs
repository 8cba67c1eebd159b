using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit.Webhooks.Tests.Outbox;

/// <summary>Receivers on loopback, one for each path.</summary>
internal sealed class Receivers : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Receivers(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    /// <summary>What a path answers; 200 by default.</summary>
    public ConcurrentDictionary<string, Func<HttpContext, int, Task>> Answers { get; } = new();

    /// <summary>What has come, in its order.</summary>
    public ConcurrentQueue<(string Path, RawRequest Request)> Came { get; } = new();

    public static async Task<Receivers> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        var receivers = new Receivers(app);
        app.Run(receivers.ReceiveAsync);
        await app.StartAsync();
        receivers.Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return receivers;
    }

    public int Count(string path) => Came.Count(item => item.Path == path);

    public async Task WaitAsync(string path, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (Count(path) < count)
        {
            Assert.False(patience.IsCancellationRequested, $"{Count(path)} of {count} came to {path}");
            await Task.Delay(10);
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        string path = context.Request.Path;
        Came.Enqueue((path, new RawRequest("POST", path, context.Request.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString())), body.ToArray())));
        if (Answers.TryGetValue(path, out Func<HttpContext, int, Task>? answer))
        {
            await answer(context, Count(path));
        }
    }
}
