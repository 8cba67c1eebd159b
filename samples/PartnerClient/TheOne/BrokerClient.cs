using HmacKit;
using HmacKit.Http;
using PartnerClient.Json;

namespace PartnerClient.TheOne;

/// <summary>A broker's call for keys, with the broker's token, and a client for a key that was just issued.</summary>
internal sealed class BrokerClient(HttpClient http)
{
    public Task<IssuedKey> CreateKeyAsync(NewKey key) =>
        http.PostAsync("broker/v1/keys", key, ApiJson.Default.NewKey, ApiJson.Default.IssuedKey);

    /// <summary>What a key that isn't in the configuration needs: a signer, and a handler around it.</summary>
    public async Task<BalanceList> GetBalancesAsync(IssuedKey key)
    {
        SignatureScheme scheme = SchemeCatalog.TheOne;
        var signer = new RequestSigner(scheme, new KeyRing(key.ApiKey, scheme.ImportKey(key.Secret)));
        using var signing = new HttpClient(new SigningHandler(signer) { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false } })
        {
            BaseAddress = http.BaseAddress,
        };
        return await new TheOneClient(signing).GetBalancesAsync();
    }
}
