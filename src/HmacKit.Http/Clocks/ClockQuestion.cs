using Microsoft.Extensions.Logging;

namespace HmacKit.Http;

/// <summary>A request that was refused, perhaps because of its time.</summary>
/// <param name="request">The request as it was sent.</param>
/// <param name="response">The response that refused it.</param>
/// <param name="signedWith">The correction that it was signed with.</param>
/// <param name="time">This machine's clock.</param>
/// <param name="logger">Told of what comes out.</param>
/// <param name="send">Sends a request as it is, unsigned.</param>
internal sealed class ClockQuestion(
    HttpRequestMessage request,
    HttpResponseMessage response,
    TimeSpan signedWith,
    TimeProvider time,
    ILogger logger,
    Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send)
{
    public Uri Address { get; } = request.RequestUri!;

    public HttpRequestMessage Request => request;

    /// <summary>The response's date, and when it was here.</summary>
    public (DateTimeOffset? Date, DateTimeOffset Received) Answer { get; } = (response.Headers.Date, time.GetUtcNow());

    public TimeSpan SignedWith => signedWith;

    public TimeProvider Time => time;

    public ILogger Logger => logger;

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage unsigned, CancellationToken cancellationToken) => send(unsigned, cancellationToken);
}
