using Microsoft.Extensions.Logging;

namespace HmacKit.Http;

/// <summary>What a signing handler lends for looking at the server's clock.</summary>
/// <param name="Time">This machine's clock.</param>
/// <param name="Logger">Told of what comes out.</param>
/// <param name="SendUnsigned">Sends a request as it is.</param>
internal sealed record ClockObserver(
    TimeProvider Time, ILogger Logger, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> SendUnsigned);
