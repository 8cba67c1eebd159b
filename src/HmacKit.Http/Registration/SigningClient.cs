using Microsoft.Extensions.Logging;

namespace HmacKit.Http;

/// <summary>What all signing handlers of one client share, since the factory makes a new handler every few minutes: above all what is known of the server's clock.</summary>
internal sealed class SigningClient
{
    private readonly Func<RequestSigner> _signer;
    private readonly SigningHandlerOptions _options = new();

    public SigningClient(Func<RequestSigner> signer, TimeProvider? time, Action<SigningHandlerOptions>? configure)
    {
        _signer = signer;
        _options.TimeProvider = time ?? TimeProvider.System;
        configure?.Invoke(_options);
    }

    public SigningHandler CreateHandler(ILogger<SigningHandler>? logger) => new(_signer, _options, logger);
}
