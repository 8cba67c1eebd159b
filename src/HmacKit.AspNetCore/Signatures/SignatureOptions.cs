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
}
