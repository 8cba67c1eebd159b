namespace HmacKit.Http;

/// <summary>The address of a request whose signature stands in it. The unsigned one is kept, since a further attempt is signed from that.</summary>
internal static class SignedAddress
{
    private static readonly HttpRequestOptionsKey<Pair> Key = new("HmacKit.UnsignedAddress");

    /// <summary>The address without what an earlier attempt has set.</summary>
    public static Uri Unsigned(HttpRequestMessage request)
    {
        Uri address = Origin.AddressOf(request);
        return request.Options.TryGetValue(Key, out Pair? pair) && ReferenceEquals(pair.Signed, address) ? pair.Unsigned : address;
    }

    /// <summary>Sets the target, if it isn't the one that was there before.</summary>
    public static void Set(HttpRequestMessage request, string unsigned, string target)
    {
        if (string.Equals(unsigned, target, StringComparison.Ordinal))
        {
            return;
        }

        Uri address = Unsigned(request);
        var signed = new Uri(address.GetLeftPart(UriPartial.Authority) + target);
        if (!string.Equals(signed.PathAndQuery, target, StringComparison.Ordinal))
        {
            throw new InvalidOperationException("The signed path or query isn't what would be on the wire: percent-encode the request's own.");
        }

        request.Options.Set(Key, new Pair(address, signed));
        request.RequestUri = signed;
    }

    private sealed record Pair(Uri Unsigned, Uri Signed);
}
