using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HmacKit.Http;

/// <summary>What all handlers of one client share: its token, and the origin that it is for.</summary>
internal sealed class AccessTokenClient : IDisposable
{
    private readonly ClientCredentialsOptions _options = new();
    private readonly ILogger<ClientCredentialsHandler>? _logger;
    private readonly CredentialOrigin _origin;
    private readonly AccessTokenSource _tokens;

    public AccessTokenClient(string name, TimeProvider? time, Action<ClientCredentialsOptions> configure, ILogger<ClientCredentialsHandler>? logger)
    {
        _options.TimeProvider = time ?? TimeProvider.System;
        configure(_options);
        try
        {
            _options.ThrowIfInvalid();
        }
        catch (ArgumentException exception)
        {
            throw new InvalidOperationException($"The HTTP client '{name}' can't fetch access tokens. {exception.Message}", exception);
        }

        _logger = logger;
        _origin = ClientCredentialsHandler.OriginOf(_options);
        _tokens = new AccessTokenSource(_options, logger ?? NullLogger<ClientCredentialsHandler>.Instance);
    }

    public ClientCredentialsHandler CreateHandler() => new(_tokens, _origin, _options.MaxRedirects, _logger);

    public void Settle(Uri? baseAddress)
    {
        if (baseAddress is not null)
        {
            _origin.Settle(baseAddress);
        }
    }

    public void Dispose() => _tokens.Dispose();
}
