namespace HmacKit.Testing;

/// <summary>Signs a request for a test, in one line and for any scheme.</summary>
public static class TestSigning
{
    /// <summary>Signs a request: sets the scheme's headers on it, in place of those that it has already, and returns the same request.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="request">
    /// The request. An address without a host has to begin with the path's <c>/</c>, as it does for a client with a
    /// <see cref="HttpClient.BaseAddress"/>. The content is read into memory, and can be sent afterwards.
    /// </param>
    /// <param name="keys">The ring whose primary key signs.</param>
    /// <param name="values">Time, id and nonce, where they aren't to be now and random.</param>
    /// <param name="time">The clock to sign by; the system's by default.</param>
    /// <exception cref="ArgumentException">The address isn't known, or the request can't be expressed in the scheme.</exception>
    public static HttpRequestMessage SignForTest(
        this SignatureScheme scheme, HttpRequestMessage request, KeyRing keys, SigningValues values = default, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(request);
        byte[] body = ReadBody(request.Content);
        PublicOrigin? origin = request.RequestUri is { IsAbsoluteUri: true } address ? new PublicOrigin(address) : null;
        var raw = new RawRequest(request.Method.Method, TargetOf(request), HeadersOf(request), body, origin);
        SignedHeaders signed = new RequestSigner(scheme, keys, time).Sign(raw, values);
        if (!string.Equals(signed.Target, raw.Target, StringComparison.Ordinal))
        {
            request.RequestUri = origin is null ? new Uri(signed.Target, UriKind.Relative) : new Uri(origin + signed.Target);
        }

        if (signed.Body is { } changed)
        {
            request.Content = Replace(request.Content, changed);
        }

        foreach ((string name, string value) in signed)
        {
            request.Headers.Remove(name);
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                throw new ArgumentException($"HttpClient doesn't send the header {name} as one of the request's own.", nameof(scheme));
            }
        }

        return request;
    }

    /// <summary>Signs a request with a secret as its owner has it.</summary>
    /// <param name="secret">The secret in the scheme's format; at least 16 bytes after decoding.</param>
    /// <param name="keyId">The key's id, if the scheme's requests name it.</param>
    /// <inheritdoc cref="SignForTest(SignatureScheme, HttpRequestMessage, KeyRing, SigningValues, TimeProvider?)"/>
    /// <param name="scheme"/>
    /// <param name="request"/>
    /// <param name="values"/>
    /// <param name="time"/>
    public static HttpRequestMessage SignForTest(
        this SignatureScheme scheme, HttpRequestMessage request, string secret, string keyId = "", SigningValues values = default, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        return scheme.SignForTest(request, new KeyRing(keyId, scheme.ImportKey(secret)), values, time);
    }

    /// <summary>Signs a request in memory: returns a copy with the scheme's headers, in place of those that it has already.</summary>
    /// <inheritdoc cref="SignForTest(SignatureScheme, HttpRequestMessage, KeyRing, SigningValues, TimeProvider?)"/>
    public static RawRequest SignForTest(
        this SignatureScheme scheme, RawRequest request, KeyRing keys, SigningValues values = default, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(request);
        return new RequestSigner(scheme, keys, time).Sign(request, values).ApplyTo(request);
    }

    /// <summary>Signs a request in memory with a secret as its owner has it.</summary>
    /// <inheritdoc cref="SignForTest(SignatureScheme, HttpRequestMessage, string, string, SigningValues, TimeProvider?)"/>
    public static RawRequest SignForTest(
        this SignatureScheme scheme, RawRequest request, string secret, string keyId = "", SigningValues values = default, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        return scheme.SignForTest(request, new KeyRing(keyId, scheme.ImportKey(secret)), values, time);
    }

    private static ByteArrayContent Replace(HttpContent? content, ReadOnlyMemory<byte> bytes)
    {
        var replaced = new ByteArrayContent(bytes.ToArray());
        foreach ((string name, System.Net.Http.Headers.HeaderStringValues values) in content?.Headers.NonValidated ?? default)
        {
            if (!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                replaced.Headers.TryAddWithoutValidation(name, values);
            }
        }

        return replaced;
    }

    private static string TargetOf(HttpRequestMessage request) => request.RequestUri switch
    {
        { IsAbsoluteUri: true } uri => uri.PathAndQuery,
        { OriginalString: ['/', ..] target } => target.Split('#')[0],
        _ => throw new ArgumentException("What is signed is the path from its first '/': give the request an absolute address, or one that begins with '/'.", nameof(request)),
    };

    /// <summary>The headers as they will be sent; of those that HttpClient sets by itself, a scheme may sign Host.</summary>
    private static List<KeyValuePair<string, string>> HeadersOf(HttpRequestMessage request)
    {
        List<KeyValuePair<string, string>> headers =
        [
            .. request.Headers.NonValidated.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString())),
            .. request.Content?.Headers.NonValidated.Select(header => KeyValuePair.Create(header.Key, header.Value.ToString())) ?? [],
        ];
        if (request.Headers.Host is null && request.RequestUri is { IsAbsoluteUri: true } uri)
        {
            headers.Add(new("Host", uri.Authority));
        }

        return headers;
    }

    // Buffering is what lets the content be sent after it was read.
    private static byte[] ReadBody(HttpContent? content)
    {
        if (content is null)
        {
            return [];
        }

        content.LoadIntoBufferAsync().GetAwaiter().GetResult();
        using var copy = new MemoryStream();
        content.ReadAsStream().CopyTo(copy);
        content.ReadAsStream().Position = 0;
        return copy.ToArray();
    }
}
