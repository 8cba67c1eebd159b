namespace HmacKit.Http;

/// <summary>Signs a request, and puts what the signer made onto it.</summary>
internal static class OutgoingSignature
{
    /// <summary>Signs a request as it will be sent; what an earlier attempt has set is replaced.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">Its content's bytes.</param>
    /// <param name="signer">The signer.</param>
    /// <param name="values">Time and id, where they aren't to be made up.</param>
    public static void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, RequestSigner signer, SigningValues values)
    {
        var source = new OutgoingRequest(request);
        SignedHeaders signed = signer.Sign(source, body, values);
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
