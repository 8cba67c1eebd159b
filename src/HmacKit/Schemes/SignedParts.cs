namespace HmacKit;

/// <summary>What a scheme's signature covers. What isn't covered can be changed on the way.</summary>
[Flags]
public enum SignedParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The method.</summary>
    Method = 1,

    /// <summary>The path.</summary>
    Path = 2,

    /// <summary>The query.</summary>
    Query = 4,

    /// <summary>The body, itself or through its digest.</summary>
    Body = 8,

    /// <summary>The signing time.</summary>
    Time = 16,

    /// <summary>The message or event id.</summary>
    Id = 32,

    /// <summary>The nonce.</summary>
    Nonce = 64,

    /// <summary>The key id.</summary>
    KeyId = 128,

    /// <summary>Other headers.</summary>
    Headers = 256,

    /// <summary>What a part of the user's own writes.</summary>
    Custom = 512,

    /// <summary>Scheme, host or port.</summary>
    Origin = 1024,

    /// <summary>Single parameters of the query, fields of a form or members of a JSON body, and no others.</summary>
    Fields = 2048,

    /// <summary>When the signature ends.</summary>
    Expiry = 4096,

    /// <summary>Values of the scheme's own.</summary>
    Values = 8192,

    /// <summary>The status code of an answer.</summary>
    Status = 16384,
}
