using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace HmacKit.Inspection;

/// <summary>Sends again to the application itself, at an address that it listens on; what is sent comes back as one more request.</summary>
internal sealed class ApplicationResender(IServiceProvider services, IServer server, RequestForwarder forwarder, SecretMask mask) : Resender(mask)
{
    protected override async Task<long?> SendAsync(Exchange exchange, string kind, bool isSignedAnew, CancellationToken cancellationToken)
    {
        string address = server.Features.Get<IServerAddressesFeature>()?.Addresses.OrderBy(static text => text.StartsWith("https:", StringComparison.OrdinalIgnoreCase)).FirstOrDefault()
            ?? throw new ResendException("The application listens on no address of its own.");
        PublicOrigin? origin = exchange.Origin is { } text ? new PublicOrigin(new Uri(text)) : null;
        var request = new RawRequest(
            exchange.Method, exchange.Target, exchange.Headers.Select(static line => KeyValuePair.Create(line.Name, line.Value)), exchange.Body, origin);
        if (isSignedAnew)
        {
            request = SignAnew(request, exchange.Finding);
        }

        string own = address.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal).Replace("*", "localhost", StringComparison.Ordinal).Replace("+", "localhost", StringComparison.Ordinal);
        Answer answer = await forwarder.SendAsync(request, new ForwardTarget(new Uri(own)).For(request.Target), cancellationToken).ConfigureAwait(false);
        return answer.Error is { } error ? throw new ResendException($"The application didn't answer: {error}") : null;
    }

    private RawRequest SignAnew(RawRequest request, Finding finding)
    {
        // An API key is no signature, and a scheme may be there for verifying alone.
        if (services.GetKeyedService<RequestSigner>(finding.Scheme) is not { } signer)
        {
            throw new ResendException($"'{finding.Scheme}' isn't a scheme that this application signs with.");
        }

        try
        {
            return signer.Sign(request, new SigningValues { Id = finding.SignedId }).ApplyTo(request);
        }
        catch (InvalidOperationException exception)
        {
            throw new ResendException(exception.Message);
        }
    }
}
