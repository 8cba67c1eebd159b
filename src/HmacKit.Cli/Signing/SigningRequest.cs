namespace HmacKit.Cli;

/// <summary>A request to be signed, as the options say it.</summary>
internal sealed class SigningRequest
{
    public required SignatureScheme Scheme { get; init; }

    /// <summary>The key id; null if none was given or the scheme has none.</summary>
    public required string? KeyId { get; init; }

    public required string Method { get; init; }

    public required RequestUrl Url { get; init; }

    /// <summary>The user's own headers.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    public required byte[] Body { get; init; }

    /// <summary>Where the body came from; null if there is none.</summary>
    public required string? BodyPath { get; init; }

    public required SigningValues Values { get; init; }

    /// <summary>The request as the signer takes it.</summary>
    public RawRequest ToRaw() => new(Method, Url.Target, Headers, Body, Url.Origin);

    /// <summary>The request with what the signer has put into its target and body.</summary>
    public SigningRequest With(SignedHeaders signed) => new()
    {
        Scheme = Scheme,
        KeyId = KeyId,
        Method = Method,
        Url = signed.Target == Url.Target ? Url : Url.With(signed.Target),
        Headers = Headers,
        Body = signed.Body is { } body ? body.ToArray() : Body,
        BodyPath = signed.Body is null ? BodyPath : InputFile.StandardInput,
        Values = Values,
    };

    /// <summary>Whether the user set a header of this name.</summary>
    public bool Has(string headerName) => Headers.Any(header => header.IsNamed(headerName));

    /// <summary>Whether the method is one that a body, even an empty one, belongs to, so that its length is said.</summary>
    public bool SaysLength => Body.Length > 0 || Method is "POST" or "PUT" or "PATCH";
}
