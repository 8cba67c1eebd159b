namespace HmacKit.AspNetCore;

/// <summary>How an application meets and answers the requests of one signature scheme, by its name. Keys and windows belong to the scheme's registration.</summary>
public sealed class SignatureOptions : GateOptions<VerificationResult>
{
    /// <summary>
    /// What a proxy takes off the front of the path before it passes a request on, such as <c>/gateway</c>: clients sign the
    /// public path. As clients send it, still encoded, with a slash before it and none behind it. Null (the default) if the
    /// path arrives as it was sent. The scheme's section of the configuration may have it too.
    /// </summary>
    public string? PublicPathPrefix { get; set; }

    /// <summary>
    /// Scheme, host and port as clients use them, such as <c>https://api.example.com</c>: needed by schemes that sign them
    /// (<see cref="SignatureScheme.NeedsOrigin"/>), and never taken from what a request says of itself. Null by default.
    /// </summary>
    public Uri? PublicOrigin { get; set; }

    /// <summary>
    /// True to take absolute targets (<c>GET http://host/path</c>, RFC 9112 section 3.2.2), as a forwarding proxy may send them, and
    /// to verify their path and query. False (the default) refuses them, since a server reads such a target in its own way:
    /// percent escapes decoded, dot segments resolved. Even then only a target whose path and query are, to the letter, what is
    /// routed is taken, so one with an escape in its path never is.
    /// </summary>
    public bool AcceptAbsoluteTargetsBecauseTheProxySendsThem { get; set; }
}
