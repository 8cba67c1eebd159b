using System.Threading.Channels;
using HmacKit.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HmacKit.Samples.Tests.Providers;

/// <summary>A subscriber on loopback, which takes down every webhook and answers as a test wants.</summary>
internal sealed class WebhookTarget : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<RawRequest> _arrived = Channel.CreateUnbounded<RawRequest>();

    private WebhookTarget(WebApplication app) => _app = app;

    public int StatusCode { get; set; } = 200;

    public string Url => $"{_app.Urls.First()}/webhooks/onering";

    public static async Task<WebhookTarget> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var target = new WebhookTarget(builder.Build());
        target._app.Run(target.AnswerAsync);
        await target._app.StartAsync();
        return target;
    }

    /// <summary>The next webhook.</summary>
    public async Task<RawRequest> NextAsync() => await _arrived.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>The next webhook of an outbox whose clock stands still.</summary>
    public async Task<RawRequest> NextAsync(ProviderApp app)
    {
        Task<RawRequest> next = NextAsync();
        while (!next.IsCompleted)
        {
            app.Services.GetRequiredService<WebhookOutbox>().Wake();
            await Task.WhenAny(next, Task.Delay(20));
        }

        return await next;
    }

    /// <summary>All that come, for as long as somebody asks.</summary>
    public IAsyncEnumerable<RawRequest> AllAsync() => _arrived.Reader.ReadAllAsync();

    /// <summary>Whether none has come beside those that were taken.</summary>
    public bool IsEmpty => _arrived.Reader.Count == 0;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        context.Response.StatusCode = StatusCode;
        _arrived.Writer.TryWrite(new RawRequest(
            context.Request.Method, context.Request.Path, context.Request.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString())), body.ToArray()));
    }
}
