namespace HmacKit.Cli;

/// <summary>What a line's answer is an answer to: its parameters say what the request carried.</summary>
internal static class AnsweredRequest
{
    /// <summary>The line as an answer, if the scheme is one of answers; else as the request that it is.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="line">The line; its <c>params</c> have <c>nonce</c>, <c>requestTimestamp</c> and <c>requestId</c> of the request.</param>
    /// <param name="request">What the line says.</param>
    /// <exception cref="ArgumentException">A value that the request has to carry is missing.</exception>
    public static RequestSource SourceOf(SignatureScheme scheme, BatchLine line, RawRequest request)
    {
        if (scheme.AnswersTo is not { } asked)
        {
            return request;
        }

        // Only what the request carries counts, so its own signature may be any.
        using HmacKey key = HmacKey.Generate(asked.Algorithm);
        var unsigned = new RawRequest(request.Method, request.Target, [], default, request.Origin);
        var values = new SigningValues
        {
            TimestampText = line.Params.GetValueOrDefault("requestTimestamp"),
            Nonce = line.Params.GetValueOrDefault("nonce"),
            Id = line.Params.GetValueOrDefault("requestId"),
            Values = asked.Values.Where(static value => !value.Value.IsConfigured && value.Value.Default is null).ToDictionary(static value => value.Key, static _ => "x"),
        };
        RawRequest signed = new RequestSigner(asked, new KeyRing(asked.HasKeyId ? line.KeyId ?? "answered" : "", key)).Sign(unsigned, values).ApplyTo(unsigned);
        return new AnswerSource(signed, request.Headers, request.Body);
    }
}
