using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HmacKit.AspNetCore;

/// <summary>
/// Says once, when the host has started, which endpoints take keys or tokens over plain HTTP, where anyone who listens can read and use them. A host
/// that listens on loopback alone is heard by nobody else.
/// </summary>
internal sealed class PlainHttpWarning(IServiceProvider services, ILoggerFactory loggers) : IHostedLifecycleService
{
    private const int MostNamed = 10;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        Warn(services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses ?? []);
        return Task.CompletedTask;
    }

    /// <summary>Warns if one of these addresses is heard by others.</summary>
    internal void Warn(IEnumerable<string> all)
    {
        string[] open = [.. (services.GetService<EndpointDataSource>()?.Endpoints ?? []).Where(IsOpen).Select(static endpoint => endpoint.DisplayName ?? "?").Distinct(StringComparer.Ordinal)];
        if (open.Length > 0)
        {
            string[] addresses = [.. all.Where(IsInTheClear)];
            if (addresses.Length > 0)
            {
                string named = string.Join("; ", open.Take(MostNamed)) + (open.Length > MostNamed ? $"; and {open.Length - MostNamed} more" : "");
                Log.TakesKeysInTheClear(loggers.CreateLogger(Log.Category), string.Join(", ", addresses), named);
            }
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal static bool IsInTheClear(string address)
    {
        // Not a Uri: http://*:5000 and http://+:5000 are none.
        const string Http = "http://";
        if (!address.StartsWith(Http, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        return !Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
            || !(uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || uri.IsLoopback || (IPAddress.TryParse(uri.Host, out IPAddress? ip) && IPAddress.IsLoopback(ip)));
    }

    private bool IsOpen(Endpoint endpoint)
    {
        Gates gates = Gates.Of(services);
        return endpoint.Metadata.GetOrderedMetadata<RequirementAttribute>().Any(requirement => requirement switch
        {
            RequireApiKeyAttribute key => !gates.ApiKey(key.Name).RequiresHttps,
            RequireUserTokenAttribute token => !gates.UserToken(token.Name).RequiresHttps,
            _ => false,
        });
    }
}
