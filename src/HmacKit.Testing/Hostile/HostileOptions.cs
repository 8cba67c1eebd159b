using System.Net;

namespace HmacKit.Testing;

/// <summary>What a good request to the endpoint looks like, and what the endpoint is meant to do.</summary>
public sealed class HostileOptions
{
    /// <summary>The default of <see cref="Timeout"/>: 30 seconds.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The method of a good request; <c>POST</c> by default.</summary>
    public HttpMethod Method { get; set; } = HttpMethod.Post;

    /// <summary>The body of a good request; a small JSON object by default.</summary>
    public ReadOnlyMemory<byte> Body { get; set; } = """{"amount":100,"currency":"EUR","note":"a.b:c|d"}"""u8.ToArray();

    /// <summary>Headers of a good request besides the scheme's own; <c>Content-Type: application/json</c> by default.</summary>
    public IList<KeyValuePair<string, string>> Headers { get; } = [new("Content-Type", "application/json")];

    /// <summary>What a good request is signed with besides time, id and nonce: values of the scheme's own, the headers to sign, an end. Nothing by default.</summary>
    public SigningValues Values { get; set; }

    /// <summary>The origin that the endpoint takes requests to be sent to, for schemes that sign it; null (the default) for that of the address which is aimed at.</summary>
    public PublicOrigin? Origin { get; set; }

    /// <summary>The clock that the endpoint goes by; the system's by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>How old a request may be, if the endpoint was given another limit than the scheme's own.</summary>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>How far in the future a request's time may lie, if the endpoint was given another limit than the scheme's own.</summary>
    public TimeSpan? MaxSkew { get; set; }

    /// <summary>The most bytes of a body that the endpoint takes; 1 MiB by default, as <see cref="VerifierOptions.MaxBodyBytes"/>. Null if no limit is to be tried.</summary>
    public int? MaxBodyBytes { get; set; } = VerifierOptions.DefaultMaxBodyBytes;

    /// <summary>True if the endpoint takes the same genuine request any number of times on purpose. False by default.</summary>
    public bool AcceptsReplaysBecauseTheHandlerIsIdempotent { get; set; }

    /// <summary>
    /// Rings that the endpoint knows and must refuse: expired, switched off, revoked, or without the right to it. Requests
    /// are signed with their primary keys. Empty by default.
    /// </summary>
    public IList<KeyRing> RefusedKeys { get; } = [];

    /// <summary>
    /// True if the answers to refused requests may tell why: for APIs whose documents name an error code per cause. An
    /// unknown key must still get the answer of a wrong signature. False by default.
    /// </summary>
    public bool AnswersMayTellTheCause { get; set; }

    /// <summary>
    /// Whether an answer, its status and body, means that the request was accepted. By default any 2xx does. For APIs that
    /// answer 200 to everything, look into the body.
    /// </summary>
    public Func<HttpStatusCode, string, bool> IsAccepted { get; set; } = static (status, _) => (int)status is >= 200 and < 300;

    /// <summary>How long one answer may take; 30 seconds by default.</summary>
    public TimeSpan Timeout { get; set; } = DefaultTimeout;
}
