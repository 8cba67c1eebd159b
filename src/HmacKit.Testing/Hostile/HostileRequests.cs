namespace HmacKit.Testing;

/// <summary>
/// Aims wrong requests at an endpoint of one's own and reports which of them got through: headers that are missing, there
/// twice or malformed, times outside the window or written oddly, wrong keys, changed requests, spoilt signatures, replays; where
/// a scheme carries its values in the query, a form, JSON, the path or a cookie, these. Only what the scheme can tell apart is tried. Run it against a test server: it sends about a hundred requests, most of
/// them wrong, and the good ones are carried out.
/// </summary>
public static class HostileRequests
{
    /// <summary>Aims at an endpoint through a client: also one of a test server in memory, or one with handlers of its own.</summary>
    /// <param name="client">The client. It must not sign by itself, repeat requests or follow redirects.</param>
    /// <param name="endpoint">The endpoint with its query; absolute, or relative to the client's base address.</param>
    /// <param name="scheme">The scheme that the endpoint verifies.</param>
    /// <param name="keys">A ring that the endpoint knows; its primary key signs.</param>
    /// <param name="options">What a good request looks like; the defaults if null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">The address isn't absolute, or the good request can't be signed.</exception>
    public static async Task<HostileReport> AimAsync(
        HttpClient client, Uri endpoint, SignatureScheme scheme, KeyRing keys, HostileOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(endpoint);
        Uri address = endpoint.IsAbsoluteUri ? endpoint
            : client.BaseAddress is { } origin ? new Uri(origin, endpoint)
            : throw new ArgumentException("Give an absolute address, or the client a base address.", nameof(endpoint));
        options ??= new HostileOptions();
        using var transport = new ClientTransport(client, address, options);
        var forge = new Forge(scheme, keys, new PublicOrigin(address), address.PathAndQuery, options);
        return await new Assault(forge, transport, options).RunAsync(address.GetLeftPart(UriPartial.Path), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Aims at an endpoint over sockets of its own (HTTP/1.1, with TLS for <c>https</c>), which can send what no client
    /// sends: the same header on two lines, bytes that aren't ASCII, a target that isn't tidied up. The sharper form.
    /// </summary>
    /// <inheritdoc cref="AimAsync(HttpClient, Uri, SignatureScheme, KeyRing, HostileOptions?, CancellationToken)"/>
    public static async Task<HostileReport> AimAsync(
        Uri endpoint, SignatureScheme scheme, KeyRing keys, HostileOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!endpoint.IsAbsoluteUri || endpoint.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException("Give an absolute http or https address.", nameof(endpoint));
        }

        options ??= new HostileOptions();
        using var transport = new SocketTransport(endpoint, options);
        var forge = new Forge(scheme, keys, new PublicOrigin(endpoint), endpoint.PathAndQuery, options);
        return await new Assault(forge, transport, options).RunAsync(endpoint.GetLeftPart(UriPartial.Path), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Aims at a function that verifies requests in memory: for queues, serverless functions and verifiers of one's own.</summary>
    /// <param name="verify">Whether the request is accepted. Throwing counts as a failure.</param>
    /// <param name="target">The raw target of a good request, such as <c>/v1/orders?dry=1</c>.</param>
    /// <inheritdoc cref="AimAsync(HttpClient, Uri, SignatureScheme, KeyRing, HostileOptions?, CancellationToken)"/>
    /// <param name="scheme"/>
    /// <param name="keys"/>
    /// <param name="options"/>
    /// <param name="cancellationToken"/>
    public static async Task<HostileReport> AimAsync(
        Func<RawRequest, CancellationToken, ValueTask<bool>> verify,
        string target,
        SignatureScheme scheme,
        KeyRing keys,
        HostileOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(verify);
        ArgumentNullException.ThrowIfNull(target);
        options ??= new HostileOptions();
        using var transport = new FunctionTransport(verify, options.Origin ?? FunctionTransport.Origin);
        var forge = new Forge(scheme, keys, FunctionTransport.Origin, target, options);
        return await new Assault(forge, transport, options).RunAsync(target.Split('?')[0], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The wrong requests as vectors, and a good one before them, for verifiers in other languages. Only what shows in one
    /// request: no replays, and no bodies over a limit.
    /// </summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="secret">The secret in the scheme's format, which protects nothing.</param>
    /// <param name="keyId">The key's id, if the scheme's requests name it.</param>
    /// <param name="target">The raw target of a good request.</param>
    /// <param name="options">What a good request looks like, and the clock; the defaults if null.</param>
    /// <returns>Vectors whose expectation is the status that the engine gives.</returns>
    public static IReadOnlyList<RequestVector> ToVectors(
        SignatureScheme scheme, string secret, string keyId = "", string target = "/", HostileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        ArgumentNullException.ThrowIfNull(target);
        var keys = new KeyRing(scheme.HasKeyId ? keyId : "", scheme.ImportKey(secret));
        var forge = new Forge(scheme, keys, FunctionTransport.Origin, target, options ?? new HostileOptions());
        RequestVector Of(string name, WireRequest request)
        {
            DateTimeOffset now = forge.Now;
            RawRequest raw = request.AsReceived(FunctionTransport.Origin, areJoined: false);
            return RequestVector.Of($"{scheme.Name}/{name}", scheme, raw, secret, now, scheme.Verify(raw, keys, now).Status, keys.Id, "made by HmacKit.Testing");
        }

        string valid = VerificationStatuses.NameOf(VerificationStatus.Valid);
        return
        [
            Of("control", forge.Sign().ToWire()),
            .. Attack.All(forge).Where(attack => attack.Requests.Count == 1).Select(attack => Of(attack.Name, attack.Requests[0])).Where(vector => vector.Expect != valid),
        ];
    }
}
