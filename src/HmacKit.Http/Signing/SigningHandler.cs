using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HmacKit.Http;

/// <summary>
/// Signs each request as it is about to be sent: the target as it will be on the wire, the content's very bytes, and a
/// new time, id and nonce on every attempt. It belongs innermost, next to the handler that sends; then a retry further out
/// is signed again. With IHttpClientFactory, <c>AddHmacSigning</c> sees to that.
/// </summary>
/// <remarks>
/// The inner handler must not follow redirects by itself; within the origin they are followed here. Only the
/// asynchronous methods of HttpClient can be used.
/// </remarks>
public sealed class SigningHandler : DelegatingHandler
{
    /// <summary>
    /// The id of a message or event, set in <see cref="HttpRequestMessage.Options"/> where a scheme carries one that isn't to
    /// be made up: a webhook's id is its event's, and the same on every attempt, so that the receiver can tell a repeat.
    /// Printable ASCII.
    /// </summary>
    public static readonly HttpRequestOptionsKey<string> MessageId = new("HmacKit.MessageId");

    private readonly Func<RequestSigner> _signer;
    private readonly SameOriginRedirects _redirects;
    private readonly ClockCorrection? _clock;
    private readonly AnswerCheck? _answers;
    private readonly AskedComponents? _asked;
    private readonly ClockObserver _observer;
    private readonly TimeProvider _time;
    private readonly Uri? _origin;
    private readonly bool _allowsPlainHttp;
    private readonly int _maxContentBytes;
    private volatile bool _isChecked;

    /// <summary>A handler that signs with this signer.</summary>
    /// <param name="signer">The signer. It alone has the key.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <param name="logger">Told of redirects that weren't followed and of clocks; nothing by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is out of bounds.</exception>
    /// <exception cref="ArgumentException">The clock is to be corrected, and the scheme signs no time, or has no signed hint that it could be corrected by; the scheme's signatures don't say what they cover, and servers are to ask for it; the answers' scheme isn't for answers to the signer's; or the origin isn't an absolute http or https URI.</exception>
    public SigningHandler(RequestSigner signer, SigningHandlerOptions? options = null, ILogger<SigningHandler>? logger = null)
        : this(Always(signer), options, logger)
    {
    }

    /// <summary>A handler that asks for the signer before each attempt, so that a rotated key signs from its next request on.</summary>
    /// <param name="signer">Gives the signer of now, always of one scheme. It is called for every attempt, by many threads at once.</param>
    /// <param name="options">The settings; the defaults if null.</param>
    /// <param name="logger">Told of redirects that weren't followed and of clocks; nothing by default.</param>
    /// <inheritdoc cref="SigningHandler(RequestSigner, SigningHandlerOptions?, ILogger{SigningHandler}?)" path="/exception"/>
    public SigningHandler(Func<RequestSigner> signer, SigningHandlerOptions? options = null, ILogger<SigningHandler>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(signer);
        options ??= new SigningHandlerOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxContentBytes, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxRedirects, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxRedirects, SameOriginRedirects.MaxRedirects, nameof(options));
        ArgumentNullException.ThrowIfNull(options.TimeProvider, nameof(options));
        Origin.ThrowIfNone(options.Origin, nameof(options));
        SignatureScheme scheme = signer().Scheme;
        if (options.ClockCorrection?.FaultFor(scheme) is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }

        if (options.CoverWhatServersAskFor && scheme.AcceptSignature is null)
        {
            throw new ArgumentException($"Signatures of scheme '{scheme.Name}' don't say what they cover, so a server can't ask for more: leave {nameof(SigningHandlerOptions.CoverWhatServersAskFor)} out.", nameof(options));
        }

        _signer = signer;
        _asked = options.CoverWhatServersAskFor ? new AskedComponents() : null;
        _answers = options.Answers is { } answers ? new AnswerCheck(scheme, answers, options.MaxAnswerBytes) : null;
        _clock = options.ClockCorrection;
        _time = options.TimeProvider;
        _origin = options.Origin;
        _allowsPlainHttp = options.AllowPlainHttpBecauseTheNetworkIsTrusted;
        _maxContentBytes = options.MaxContentBytes;
        ILogger log = logger ?? NullLogger<SigningHandler>.Instance;
        _observer = new ClockObserver(_time, log, base.SendAsync);
        _redirects = new SameOriginRedirects(options.MaxRedirects, log);
    }

    /// <inheritdoc/>
    /// <exception cref="UnverifiedAnswerException">Answers are verified, and this one isn't signed for its request.</exception>
    /// <exception cref="InvalidOperationException">The content is over the limit, the URI isn't absolute, of another origin than the options allow or plain HTTP to another machine, or the inner handler follows redirects by itself.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!_isChecked)
        {
            InnerHandlers.ThrowIfRedirecting(InnerHandler, nameof(SigningHandler));
            _isChecked = true;
        }

        for (int followed = 0; ; followed++)
        {
            HttpResponseMessage response = await SendSignedAsync(request, cancellationToken).ConfigureAwait(false);
            if (!_redirects.TryFollow(request, response, followed))
            {
                return response;
            }
        }
    }

    /// <summary>Not supported, rather than sending unsigned.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Signing works with the asynchronous methods of HttpClient: use SendAsync, GetAsync and their like.");

    private async Task<HttpResponseMessage> SendSignedAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Uri address = Origin.AddressOf(request);
        if (_origin is not null && !Origin.IsSame(address, _origin))
        {
            throw new InvalidOperationException(
                $"This client signs for {Origin.Of(_origin)} only, and the request goes to {Origin.Of(address)}. See {nameof(SigningHandlerOptions)}.{nameof(SigningHandlerOptions.Origin)}.");
        }

        if (!_allowsPlainHttp && !Origin.IsProtected(address))
        {
            throw new InvalidOperationException(
                $"Nothing is signed for {Origin.Of(address)} over plain HTTP, where everybody on the way could send it in the signer's place. Use https, or set {nameof(SigningHandlerOptions)}.{nameof(SigningHandlerOptions.AllowPlainHttpBecauseTheNetworkIsTrusted)}.");
        }

        TimeSpan correction = _clock?.Of(address) ?? TimeSpan.Zero;
        SignedAttempt attempt = await SignAsync(request, correction, cancellationToken).ConfigureAwait(false);
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        bool isRefused = response.StatusCode == HttpStatusCode.Unauthorized;
        bool isAskedForMore = isRefused && _asked is not null && _asked.Take(address, response, attempt.Signer.Scheme, attempt.Asked);
        bool isCorrected = isRefused && _clock is not null
            && await _clock.IsCorrectedAsync(new RefusedRequest(request, response, _time.GetUtcNow(), correction, attempt.Signer), _observer, cancellationToken).ConfigureAwait(false);
        if (!isAskedForMore && !isCorrected)
        {
            return await CheckedAsync(request, response, attempt, cancellationToken).ConfigureAwait(false);
        }

        response.Dispose();
        attempt = await SignAsync(request, _clock?.Of(address) ?? TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await CheckedAsync(request, response, attempt, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<HttpResponseMessage> CheckedAsync(HttpRequestMessage request, HttpResponseMessage response, SignedAttempt attempt, CancellationToken cancellationToken)
    {
        if (_answers is not null)
        {
            await _answers.ThrowIfUnverifiedAsync(request, response, attempt, cancellationToken).ConfigureAwait(false);
        }

        return response;
    }

    private async ValueTask<SignedAttempt> SignAsync(HttpRequestMessage request, TimeSpan correction, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> body = await ContentBytes.ReadAsync(
            request.Content, _maxContentBytes, $"{nameof(SigningHandlerOptions)}.{nameof(SigningHandlerOptions.MaxContentBytes)}", cancellationToken).ConfigureAwait(false);
        RequestSigner signer = _signer();
        Uri address = Origin.AddressOf(request);
        var attempt = new SignedAttempt(signer, signer.Keys, _time.GetUtcNow() + correction, _asked?.Of(address));
        var values = new SigningValues
        {
            Time = _clock is null && _answers is null ? null : attempt.Time,
            Id = request.Options.TryGetValue(MessageId, out string? id) ? id : null,
        };
        if (attempt.Asked is { } asked)
        {
            try
            {
                OutgoingSignature.Sign(request, body.Span, signer, values with { HeadersToSign = asked });
                return attempt;
            }
            catch (ArgumentException)
            {
                // What a server asks for is input from outside: a request that hasn't all of it is signed without.
                _asked!.Forget(address);
            }
        }

        OutgoingSignature.Sign(request, body.Span, signer, values);
        return attempt;
    }

    private static Func<RequestSigner> Always(RequestSigner signer)
    {
        ArgumentNullException.ThrowIfNull(signer);
        return () => signer;
    }
}
