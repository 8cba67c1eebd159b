using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace HmacKit.Http;

/// <summary>
/// Corrects the signing time by the server's clock, one origin at a time: when a request is answered with 401 and the
/// clocks differ by more than 5 seconds, the request is signed again, once, and what was learnt is
/// kept. Make one for a client; it remembers for as long as it lives.
/// </summary>
/// <remarks>
/// Anyone who can say what time it is can have requests signed for later, hold them back and send them then. So the
/// correction is bounded, and a time that came over plain HTTP is not believed unless it came from this very machine.
/// </remarks>
public sealed class ClockCorrection
{
    /// <summary>Clocks that differ by less count as equal: HTTP dates have whole seconds, and answers take their time.</summary>
    internal static readonly TimeSpan MinDifference = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan DefaultCorrection = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan LongestCorrection = TimeSpan.FromDays(1);

    /// <summary>The most origins whose clocks are remembered; requests to further ones are signed with this machine's time.</summary>
    private const int MaxOrigins = 100;

    private readonly ConcurrentDictionary<string, OriginClock> _origins = new(StringComparer.Ordinal);

    private ClockCorrection(ServerClock server, TimeSpan? maxCorrection)
    {
        MaxCorrection = maxCorrection ?? DefaultCorrection;
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxCorrection, MinDifference, nameof(maxCorrection));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxCorrection, LongestCorrection, nameof(maxCorrection));
        Server = server;
    }

    /// <summary>A clock that is further away than this isn't followed: 10 minutes by default, 5 seconds to 1 day.</summary>
    public TimeSpan MaxCorrection { get; }

    /// <summary>Goes by the <c>Date</c> header (RFC 9110 section 6.6.1) of the response that refused the request. Costs no request.</summary>
    /// <param name="maxCorrection">The greatest correction; 10 minutes, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The correction is under 5 seconds or over 1 day.</exception>
    public static ClockCorrection FromDateHeader(TimeSpan? maxCorrection = null) => new(new DateHeaderClock(), maxCorrection);

    /// <summary>
    /// Goes by what the server says in <c>WWW-Authenticate</c> of the response that refused the request, signed under a key of the signer, where the scheme has that
    /// (<see cref="SignatureScheme.ClockHint"/>), as Hawk does. A hint that isn't signed, or wrongly, isn't followed. Costs no request.
    /// </summary>
    /// <param name="maxCorrection">The greatest correction; 10 minutes, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The correction is under 5 seconds or over 1 day.</exception>
    public static ClockCorrection FromSignedHint(TimeSpan? maxCorrection = null) => new(new SignedHintClock(), maxCorrection);

    /// <summary>Asks an endpoint, unsigned, at most every 30 seconds. Its answer is a JSON object such as <c>{"serverTime": 1766000000123}</c>.</summary>
    /// <param name="uri">A path at the origin of the refused request, such as <c>/api/v1/time</c>, or an absolute URI.</param>
    /// <param name="member">The member of the answer that has the time.</param>
    /// <param name="format"><see cref="TimestampFormat.UnixMilliseconds"/> (the default) or <see cref="TimestampFormat.UnixSeconds"/>; as a number, or as a string of digits.</param>
    /// <param name="maxCorrection">The greatest correction; 10 minutes, by default.</param>
    /// <exception cref="ArgumentException">The URI is neither a path nor https, nor on this machine; or the format is another one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The correction is under 5 seconds or over 1 day.</exception>
    [SuppressMessage("Design", "CA1054", Justification = "On Unix, new Uri(\"/path\") is an absolute file: a path is better given as text.")]
    public static ClockCorrection FromEndpoint(
        [StringSyntax(StringSyntaxAttribute.Uri)] string uri,
        string member = "serverTime",
        TimestampFormat format = TimestampFormat.UnixMilliseconds,
        TimeSpan? maxCorrection = null) => new(new EndpointClock(uri, member, format), maxCorrection);

    /// <summary>Asks a function, at most every 30 seconds. See to it yourself that nobody can put a time of their own in.</summary>
    /// <param name="serverTime">Gives the server's time; null if it can't tell. What it throws, the request throws.</param>
    /// <param name="maxCorrection">The greatest correction; 10 minutes, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The correction is under 5 seconds or over 1 day.</exception>
    public static ClockCorrection FromFunction(Func<CancellationToken, Task<DateTimeOffset?>> serverTime, TimeSpan? maxCorrection = null)
    {
        ArgumentNullException.ThrowIfNull(serverTime);
        return new(new FunctionClock(serverTime), maxCorrection);
    }

    internal ServerClock Server { get; }

    /// <summary>Why it can't be used with a scheme; null if it can.</summary>
    internal string? FaultFor(SignatureScheme scheme) =>
        scheme.Freshness is null ? $"Scheme '{scheme.Name}' signs no time, so there is no clock to correct."
        : Server is SignedHintClock && scheme.ClockHint is null ? $"Scheme '{scheme.Name}' has no signed hint of the server's clock; use {nameof(FromDateHeader)} or {nameof(FromEndpoint)}."
        : null;

    /// <summary>What is added to this machine's time for requests to an address.</summary>
    internal TimeSpan Of(Uri address) =>
        _origins.TryGetValue(Origin.Of(address), out OriginClock? clock) ? clock.Correction : TimeSpan.Zero;

    /// <summary>Whether signing again has a point: true if the correction is now another one than the request was signed with.</summary>
    internal async ValueTask<bool> IsCorrectedAsync(RefusedRequest refusal, ClockObserver observer, CancellationToken cancellationToken)
    {
        string origin = Origin.Of(refusal.Address);
        if (!Origin.IsProtected(refusal.Address))
        {
            Log.ClockNotTrusted(observer.Logger, origin);
            return false;
        }

        if (!_origins.TryGetValue(origin, out OriginClock? clock))
        {
            if (_origins.Count >= MaxOrigins)
            {
                return false;
            }

            clock = _origins.GetOrAdd(origin, static _ => new OriginClock());
        }

        return await clock.IsCorrectedAsync(this, refusal, observer, cancellationToken).ConfigureAwait(false);
    }
}
