namespace HmacKit.AspNetCore;

/// <summary>Keeps the result of an API key with its request, and which gate it passed.</summary>
internal sealed class ApiKeyFeature(ApiKeyResult result, ApiKeyGate gate)
{
    public ApiKeyResult Result { get; } = result;

    public ApiKeyGate Gate { get; } = gate;
}
