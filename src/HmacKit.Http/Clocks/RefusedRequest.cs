namespace HmacKit.Http;

/// <summary>A request that was refused, perhaps because of its time.</summary>
/// <param name="Request">The request as it was sent.</param>
/// <param name="Response">The response that refused it.</param>
/// <param name="Received">When that response was here, by this machine's clock.</param>
/// <param name="SignedWith">The correction that the request was signed with.</param>
/// <param name="Signer">What signed it.</param>
internal sealed record RefusedRequest(HttpRequestMessage Request, HttpResponseMessage Response, DateTimeOffset Received, TimeSpan SignedWith, RequestSigner Signer)
{
    public Uri Address { get; } = Request.RequestUri!;
}
