namespace HmacKit.Http;

/// <summary>Puts what a signer made onto the request that it was made for.</summary>
internal static class OutgoingSignature
{
    public static void Set(HttpRequestMessage request, OutgoingRequest source, SignedHeaders signed)
    {
        SignedAddress.Set(request, source.Target, signed.Target);
        if (signed.Body is { } changed)
        {
            request.Content = SignedContent.Of(changed, request.Content);
        }

        foreach ((string name, string value) in signed)
        {
            RequestHeaders.Set(request, name, value);
        }
    }
}
