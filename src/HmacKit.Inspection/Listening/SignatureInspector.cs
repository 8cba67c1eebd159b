using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Inspection;

/// <summary>
/// A local inspector: receives requests of one scheme on one port, forwards them, and shows on another port's page what came, the exact message that was signed and the
/// proven cause of a refusal. For development: both ports are on loopback, and what is shown are whole requests without their secrets.
/// </summary>
public sealed class SignatureInspector : IAsyncDisposable
{
    private const string Loopback = "127.0.0.1";

    private readonly CancellationTokenSource _stopping = new();
    private readonly InspectionHistory _history;
    private readonly RequestForwarder _forwarder;
    private WebApplication? _receiver;
    private WebApplication? _page;

    private SignatureInspector(InspectorOptions options)
    {
        _history = new InspectionHistory(options.Store, options.MaxRequests);
        _forwarder = new RequestForwarder(options.ForwardTimeout, options.TimeProvider);
    }

    /// <summary>Where to send requests to.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The page.</summary>
    public Uri Page { get; private set; } = null!;

    /// <summary>Starts one.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="ArgumentException">A setting can't be right; the message says which.</exception>
    /// <exception cref="InvalidOperationException">The history can't be kept where the settings say.</exception>
    /// <exception cref="IOException">A port is taken.</exception>
    public static async Task<SignatureInspector> StartAsync(InspectorOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ForwardTarget? target = options.ForwardTo is { } url ? new ForwardTarget(url) : null;
        if (target?.Url is { IsLoopback: true } own && (own.Port == options.Port || own.Port == options.PagePort))
        {
            throw new ArgumentException("requests can't be forwarded to the inspector itself.", nameof(options));
        }

        var scheme = new InspectedScheme(options);
        var inspector = new SignatureInspector(options);
        try
        {
            await inspector.StartAsync(options, scheme, target, cancellationToken).ConfigureAwait(false);
            return inspector;
        }
        catch
        {
            await inspector.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops it; a history without a place of its own is deleted.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        foreach (WebApplication? app in (WebApplication?[])[_page, _receiver])
        {
            if (app is not null)
            {
                await app.DisposeAsync().ConfigureAwait(false);
            }
        }

        _forwarder.Dispose();
        _history.Dispose();
        _stopping.Dispose();
    }

    private static WebApplication Create(int port, bool onAllAddresses, long? maxBodyBytes, RequestDelegate handler)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = maxBodyBytes;
            void Configure(ListenOptions listen) => listen.Protocols = HttpProtocols.Http1;
            if (onAllAddresses)
            {
                kestrel.ListenAnyIP(port, Configure);
            }
            else if (port == 0)
            {
                kestrel.Listen(IPAddress.Loopback, 0, Configure);
            }
            else
            {
                kestrel.ListenLocalhost(port, Configure);
            }
        });
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        WebApplication app = builder.Build();
        app.Run(handler);
        return app;
    }

    private async Task StartAsync(InspectorOptions options, InspectedScheme scheme, ForwardTarget? target, CancellationToken cancellationToken)
    {
        var mask = new SecretMask(options.Secrets);
        var feed = new InspectionFeed();
        var pipeline = new ExchangePipeline(options, scheme, target, _forwarder, _history, feed, mask);
        var receiver = new Receiver(options, pipeline, _stopping.Token);
        _receiver = Create(options.Port, options.ReceiveOnAllAddressesAlthoughAnybodyCanSend, maxBodyBytes: null, receiver.InvokeAsync);
        await _receiver.StartAsync(cancellationToken).ConfigureAwait(false);
        Address = AddressOf(_receiver);

        var resender = new ListenResender(scheme, pipeline, mask);
        var view = new InspectorView { Scheme = scheme.Scheme.Name, ForwardTo = target?.Url.OriginalString, Receives = Address.OriginalString, CanSend = true, CanSign = true };
        var page = new InspectorPage(_history, feed, resender, view, new PageGuard(mayBeRemote: false), _stopping.Token);
        _page = Create(options.PagePort, onAllAddresses: false, maxBodyBytes: 4L * options.MaxBodyBytes, context => page.InvokeAsync(context, context.Request.Path.Value ?? "/"));
        await _page.StartAsync(cancellationToken).ConfigureAwait(false);
        Page = AddressOf(_page);
    }

    private static Uri AddressOf(WebApplication app)
    {
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new Uri($"http://{Loopback}:{new Uri(address.Replace("[::]", Loopback, StringComparison.Ordinal)).Port}/");
    }
}
