namespace HmacKit.Http;

/// <summary>A request that was refused, perhaps because of its time.</summary>
/// <param name="Request">The request as it was sent.</param>
/// <param name="Date">The date of the response that refused it, if it has one.</param>
/// <param name="Received">When that response was here, by this machine's clock.</param>
/// <param name="SignedWith">The correction that the request was signed with.</param>
internal sealed record RefusedRequest(HttpRequestMessage Request, DateTimeOffset? Date, DateTimeOffset Received, TimeSpan SignedWith)
{
    public Uri Address { get; } = Request.RequestUri!;
}
