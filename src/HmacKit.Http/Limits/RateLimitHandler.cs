using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HmacKit.Http;

/// <summary>
/// Waits when the server says that a limit is reached, and then sends the request again. That is a 429; a 503 with
/// <c>Retry-After</c>; and a 403 with <c>Retry-After</c> or with nothing left, as GitHub has it. How long it waits says
/// <c>Retry-After</c> (seconds or a date), or else <c>RateLimit</c> (the IETF draft), or else a reset such as
/// <c>X-RateLimit-Reset</c> (Unix seconds, Unix milliseconds or seconds from now, and a second more for the rounding). An answer
/// without any of these is handed on, and so is one that asks for a longer wait than is allowed, or that follows the last attempt.
/// </summary>
/// <remarks>Only the asynchronous methods of HttpClient can be used.</remarks>
public sealed class RateLimitHandler : DelegatingHandler
{
    private readonly TimeSpan _maxWait;
    private readonly int _maxAttempts;
    private readonly int _maxContentBytes;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>A handler with these settings.</summary>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <param name="logger">Told of waits; nothing by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of bounds.</exception>
    public RateLimitHandler(RateLimitHandlerOptions? options = null, ILogger<RateLimitHandler>? logger = null)
    {
        options ??= new RateLimitHandlerOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxWait, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxWait, RateLimitHandlerOptions.LongestWait, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxAttempts, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxContentBytes, nameof(options));
        ArgumentNullException.ThrowIfNull(options.TimeProvider, nameof(options));
        _maxWait = options.MaxWait;
        _maxAttempts = options.MaxAttempts;
        _maxContentBytes = options.MaxContentBytes;
        _time = options.TimeProvider;
        _logger = logger ?? NullLogger<RateLimitHandler>.Instance;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The content is over the limit.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        string origin = Origin.Of(Origin.AddressOf(request));
        await ContentBytes.ReadAsync(
            request.Content, _maxContentBytes, $"{nameof(RateLimitHandlerOptions)}.{nameof(RateLimitHandlerOptions.MaxContentBytes)}", cancellationToken).ConfigureAwait(false);
        TimeSpan left = _maxWait;
        for (int attempt = 1; ; attempt++)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (attempt == _maxAttempts || RetryTime.Of(response, _time.GetUtcNow()) is not { } wait)
            {
                return response;
            }

            if (wait > left)
            {
                Log.WaitTooLong(_logger, origin, response.StatusCode, wait, left);
                return response;
            }

            left -= wait;
            Log.Waiting(_logger, origin, response.StatusCode, attempt + 1, _maxAttempts, wait);
            response.Dispose();
            await Task.Delay(wait, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Not supported, rather than holding a thread for a minute.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Waiting works with the asynchronous methods of HttpClient: use SendAsync, GetAsync and their like.");
}
