namespace HmacKit.Http;

/// <summary>Keeps a credential to the one origin that it is for; the first that is named stays.</summary>
/// <param name="what">The credential in messages, such as <c>API key</c>.</param>
/// <param name="origin">The origin; null if it isn't known yet.</param>
/// <param name="allowsPlainHttp">Whether it may go over plain HTTP to another machine.</param>
internal sealed class CredentialOrigin(string what, Uri? origin, bool allowsPlainHttp)
{
    private Uri? _origin = origin;

    /// <summary>Takes the origin, unless there is one already, and returns the one that holds.</summary>
    public Uri Settle(Uri address) => Interlocked.CompareExchange(ref _origin, address, null) ?? address;

    /// <summary>Refuses a request that the credential isn't for. The first request settles the origin, if nothing else has.</summary>
    /// <exception cref="InvalidOperationException">It goes to another origin, or over plain HTTP to another machine.</exception>
    public void ThrowIfNotFor(HttpRequestMessage request)
    {
        Uri address = Origin.AddressOf(request);
        if (!allowsPlainHttp && !Origin.IsProtected(address))
        {
            throw new InvalidOperationException(
                $"The {what} isn't sent to {Origin.Of(address)} over plain HTTP, where everybody on the way could read it. Use https, or set {nameof(ApiKeyHandlerOptions.AllowPlainHttpBecauseTheNetworkIsTrusted)}.");
        }

        Uri settled = Settle(address);
        if (!Origin.IsSame(address, settled))
        {
            throw new InvalidOperationException(
                $"The {what} is for {Origin.Of(settled)}, and the request goes to {Origin.Of(address)}. Use a client of its own for each origin.");
        }
    }
}
