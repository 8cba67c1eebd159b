using Microsoft.Extensions.Logging;

namespace HmacKit.Http;

/// <summary>What all handlers of one client's API key share: the key, and the origin that it is for.</summary>
internal sealed class ApiKeyClient
{
    private readonly string _apiKey;
    private readonly ApiKeyHandlerOptions _options = new();
    private readonly CredentialOrigin _origin;

    public ApiKeyClient(string name, string? apiKey, Action<ApiKeyHandlerOptions>? configure)
    {
        _apiKey = string.IsNullOrWhiteSpace(apiKey)
            ? throw new InvalidOperationException($"The HTTP client '{name}' has no API key: the setting is empty or not there.")
            : apiKey;
        configure?.Invoke(_options);
        _origin = ApiKeyHandler.OriginOf(_options);
    }

    public ApiKeyHandler CreateHandler(ILogger<ApiKeyHandler>? logger) => new(_apiKey, _options, _origin, logger);

    public void Settle(Uri? baseAddress)
    {
        if (baseAddress is not null)
        {
            _origin.Settle(baseAddress);
        }
    }

    public bool IsSecret(string header) => header.Equals(_options.HeaderName, StringComparison.OrdinalIgnoreCase);
}
