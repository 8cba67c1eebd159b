using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HmacKit.Http;

/// <summary>
/// Sends signed webhooks to addresses that subscribers name, which are nobody's to trust: only public addresses are
/// connected to, redirects aren't followed, and of the answer only the status line and the headers are read. Safe to share
/// between threads; make one for the whole program.
/// </summary>
/// <remarks>
/// <c>SendAsync</c> makes one attempt and says when the next one is due, for senders that keep webhooks in a table;
/// <see cref="DeliverAsync"/> makes them all, and what it waits with is lost when the process ends.
/// </remarks>
public sealed class WebhookSender : IDisposable
{
    private const int MaxResponseHeadersKib = 16;

    private readonly TargetGuard _guard;
    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly WebhookRetryPolicy _policy;
    private readonly int _keptAnswerBytes;
    private readonly ILogger _logger;

    /// <summary>A sender.</summary>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <param name="logger">Told of what wasn't delivered; nothing by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time-out or another value is out of bounds.</exception>
    public WebhookSender(WebhookSenderOptions? options = null, ILogger<WebhookSender>? logger = null)
    {
        options ??= new WebhookSenderOptions();
        ArgumentNullException.ThrowIfNull(options.TimeProvider, nameof(options));
        ArgumentNullException.ThrowIfNull(options.RetryPolicy, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Timeout, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Timeout, WebhookSenderOptions.LongestTimeout, nameof(options));
        _time = options.TimeProvider;
        _timeout = options.Timeout;
        _policy = options.RetryPolicy;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxConnectionsPerHost, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.KeptAnswerBytes, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.KeptAnswerBytes, WebhookSenderOptions.MostKeptAnswerBytes, nameof(options));
        _keptAnswerBytes = options.KeptAnswerBytes;
        _logger = logger ?? NullLogger<WebhookSender>.Instance;
        _guard = new TargetGuard(options.AllowLoopbackBecauseThisIsDevelopment, options.AllowPlainHttpBecauseTheNetworkIsTrusted);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,

            // A proxy would connect in our place, and the address could not be checked.
            UseProxy = false,
            ConnectCallback = (context, cancellationToken) => _guard.ConnectAsync(context.DnsEndPoint, cancellationToken),
            MaxConnectionsPerServer = options.MaxConnectionsPerHost,
            MaxResponseHeadersLength = MaxResponseHeadersKib,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        });
    }

    /// <summary>How many attempts there are in all: one more than there are delays.</summary>
    public int MaxAttempts => _policy.Delays.Count + 1;

    /// <summary>How long an attempt may take.</summary>
    public TimeSpan Timeout => _timeout;

    /// <summary>
    /// Whether a target can be one at all: an absolute https URI without a user, and no address that isn't public. For
    /// refusing a subscription at once; where a name leads is only known, and checked, when it is connected to.
    /// </summary>
    /// <param name="target">The target.</param>
    public bool CanSendTo(Uri target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return _guard.Permits(target);
    }

    /// <summary>Makes one attempt, signed with the time of now.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="attempt">Which attempt it is, from 1 to <see cref="MaxAttempts"/>.</param>
    /// <param name="cancellationToken">Ends the attempt; only that throws.</param>
    /// <exception cref="ArgumentException">The scheme can't express the webhook's id.</exception>
    public Task<WebhookDelivery> SendAsync(Webhook webhook, int attempt = 1, CancellationToken cancellationToken = default) =>
        SendAsync(webhook, _policy, attempt, cancellationToken);

    /// <summary>Makes one attempt under a policy of the subscriber's own.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="policy">Which answers are followed by another attempt, and when.</param>
    /// <param name="attempt">Which attempt it is, from 1 to one more than the policy has delays.</param>
    /// <param name="cancellationToken">Ends the attempt; only that throws.</param>
    /// <exception cref="ArgumentException">The scheme can't express the webhook's id.</exception>
    public async Task<WebhookDelivery> SendAsync(Webhook webhook, WebhookRetryPolicy policy, int attempt, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentOutOfRangeException.ThrowIfLessThan(attempt, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(attempt, policy.Delays.Count + 1);
        if (!_guard.Permits(webhook.Target))
        {
            return Forbidden(webhook, attempt);
        }

        using HttpRequestMessage request = ToRequest(webhook);
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            WebhookDelivery delivery = Judge(webhook, policy, attempt, response);
            return _keptAnswerBytes == 0 ? delivery : delivery.With(await BeginningOfAsync(response, either.Token).ConfigureAwait(false));
        }
        catch (HttpRequestException exception) when (exception.InnerException is ForbiddenTargetException)
        {
            return Forbidden(webhook, attempt);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && exception is HttpRequestException or IOException or OperationCanceledException)
        {
            return Failed(webhook, policy, attempt, null);
        }
    }

    /// <summary>Makes attempts, and waits between them, until the webhook is delivered or there are no more.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="cancellationToken">Ends it; only that throws.</param>
    /// <returns>The last attempt.</returns>
    public async Task<WebhookDelivery> DeliverAsync(Webhook webhook, CancellationToken cancellationToken = default)
    {
        for (int attempt = 1; ; attempt++)
        {
            WebhookDelivery delivery = await SendAsync(webhook, attempt, cancellationToken).ConfigureAwait(false);
            if (delivery.RetryAfter is not { } delay)
            {
                return delivery;
            }

            await Task.Delay(delay, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Closes all connections.</summary>
    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage ToRequest(Webhook webhook)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Target) { Content = new ReadOnlyMemoryContent(webhook.Body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(webhook.ContentType);
        OutgoingSignature.Sign(request, webhook.Body.Span, webhook.Signer, new SigningValues { Id = webhook.Id });
        return request;
    }

    /// <summary>The first bytes of an answer; fewer if it ends, breaks off or comes too slowly.</summary>
    private async Task<byte[]> BeginningOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        byte[] kept = new byte[_keptAnswerBytes];
        int length = 0;
        try
        {
            Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            while (length < kept.Length && await stream.ReadAsync(kept.AsMemory(length), cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                length += read;
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            // The status has come, and that counts.
        }

        return kept[..length];
    }

    private WebhookDelivery Judge(Webhook webhook, WebhookRetryPolicy policy, int attempt, HttpResponseMessage response)
    {
        WebhookOutcome outcome = policy.Judge(response.StatusCode);
        switch (outcome)
        {
            case WebhookOutcome.Failed:
                return Failed(webhook, policy, attempt, response);
            case WebhookOutcome.Refused:
                Log.WebhookRefused(_logger, Origin.Of(webhook.Target), webhook.Id, (int)response.StatusCode);
                break;
            case WebhookOutcome.Gone:
                Log.WebhookGone(_logger, Origin.Of(webhook.Target), webhook.Id);
                break;
        }

        return new WebhookDelivery(outcome, attempt, (int)response.StatusCode);
    }

    private WebhookDelivery Failed(Webhook webhook, WebhookRetryPolicy policy, int attempt, HttpResponseMessage? response)
    {
        string answer = response?.StatusCode.ToString() ?? "no answer in time";
        TimeSpan? delay = policy.DelayAfter(attempt, response, _time.GetUtcNow());
        if (delay is { } wait)
        {
            Log.WebhookFailed(_logger, Origin.Of(webhook.Target), webhook.Id, attempt, answer, wait);
        }
        else
        {
            Log.WebhookDeadLettered(_logger, Origin.Of(webhook.Target), webhook.Id, attempt, answer);
        }

        return new WebhookDelivery(WebhookOutcome.Failed, attempt, (int?)response?.StatusCode, delay);
    }

    private WebhookDelivery Forbidden(Webhook webhook, int attempt)
    {
        Log.WebhookTargetForbidden(_logger, Origin.Of(webhook.Target), webhook.Id);
        return new WebhookDelivery(WebhookOutcome.TargetForbidden, attempt);
    }
}
