using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HmacKit.Inspection;

/// <summary>The inspector of a running application, from the moment on at which its page is mapped.</summary>
internal sealed class ApplicationInspector(
    IOptions<SignatureInspectorOptions> options, IServiceProvider services, IServer server, IHostApplicationLifetime lifetime, TimeProvider time) : IDisposable
{
    private readonly InspectionFeed _feed = new();
    private readonly SecretMask _mask = new([]);
    private InspectionHistory? _history;
    private RequestForwarder? _forwarder;

    /// <summary>The page; null until it is mapped, and then nothing is recorded either.</summary>
    public InspectorPage? Page { get; private set; }

    /// <exception cref="InvalidOperationException">The history can't be kept where the settings say.</exception>
    public void Start()
    {
        if (Page is not null)
        {
            return;
        }

        SignatureInspectorOptions settings = options.Value;
        _history = new InspectionHistory(settings.Store, settings.MaxRequests);
        _forwarder = new RequestForwarder(TimeSpan.FromSeconds(30), time);
        var view = new InspectorView { Scheme = "this application", CanSend = true, CanSign = true };
        Page = new InspectorPage(
            _history, _feed, new ApplicationResender(services, server, _forwarder, _mask), view, new PageGuard(settings.AllowOtherMachinesAlthoughTheySeeWholeRequests), lifetime.ApplicationStopping);
    }

    /// <summary>Keeps an exchange, without its secrets.</summary>
    public void Add(Exchange exchange, SignatureScheme? scheme, IEnumerable<string> secrets) =>
        _feed.Publish(ExchangeSummary.Of(_history!.Add(_mask.Apply(exchange, scheme, secrets))));

    public void Dispose()
    {
        _forwarder?.Dispose();
        _history?.Dispose();
    }
}
