using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Providers.OsayCore;

/// <summary>
/// The address under which browsers reach this host: <c>OsayCore:PublicOrigin</c> of the settings, else the one that it listens on. Never what a
/// caller writes into <c>Host</c>: that would send somebody's browser, with its sign-in, wherever the caller likes.
/// </summary>
internal sealed class PublicOrigin(IConfiguration configuration, IServer server)
{
    private readonly Uri? _configured = configuration["OsayCore:PublicOrigin"] is { Length: > 0 } text
        ? Uri.TryCreate(text, UriKind.Absolute, out Uri? origin) && origin is { PathAndQuery: "/", Scheme: "http" or "https" }
            ? origin
            : throw new InvalidOperationException($"OsayCore:PublicOrigin is '{text}': write scheme and host alone, such as https://api.example.com.")
        : null;

    /// <summary>An address of this host, for a browser.</summary>
    public Uri AddressOf(string pathAndQuery) => new(_configured ?? Listening(), pathAndQuery);

    private Uri Listening()
    {
        string address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()
            ?? throw new InvalidOperationException("The server has no address of its own: set OsayCore:PublicOrigin.");

        // A host that listens on all addresses is reached on this machine by its name.
        var uri = new Uri(address.Replace("://+", "://localhost", StringComparison.Ordinal).Replace("://*", "://localhost", StringComparison.Ordinal));
        return uri.Host is "0.0.0.0" or "[::]" ? new UriBuilder(uri) { Host = "localhost" }.Uri : uri;
    }
}
