namespace HmacKit.Cli;

/// <summary>What a line's answer is an answer to: its parameters say what the request carried.</summary>
internal static class AnsweredRequest
{
    /// <summary>The line as an answer, if the scheme is one of answers; else as the request that it is.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="line">The line; its <c>params</c> have <c>nonce</c>, <c>requestTimestamp</c> and <c>requestId</c> of the request, and the values that the answer has from it.</param>
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
            Values = asked.Values.Where(static value => !value.Value.IsConfigured).Select(value => (value.Key, Text: TextOf(value.Key)))
                .Where(static value => value.Text is not null).ToDictionary(static value => value.Key, static value => value.Text!),
        };
        RawRequest signed = new RequestSigner(asked, new KeyRing(asked.HasKeyId ? line.KeyId ?? "answered" : "", key)).Sign(unsigned, values).ApplyTo(unsigned);
        return new AnswerSource(signed, request.Headers, request.Body);

        // What the answer has from its request is as the line says; of the rest only what no request leaves out has to be there.
        string? TextOf(string name) =>
            scheme.Values.ContainsKey(name) && line.Params.TryGetValue(name, out string? text) ? text
            : asked.Values[name].Default is null && !IsOptional(asked, name) ? "x"
            : null;
    }

    /// <summary>Whether requests may leave a value out: it stands in brackets, or in a carrier that does.</summary>
    private static bool IsOptional(SignatureScheme requests, string name) => requests.Carriers
        .Select(static carrier => (carrier.Format.IsOptional, carrier.Format.Template))
        .All(carrier => carrier.Template.IndexOf($"{{{name}}}", StringComparison.Ordinal) is var at && (at < 0 || carrier.IsOptional || IsInBrackets(carrier.Template, at)));

    private static bool IsInBrackets(string template, int at)
    {
        string before = template[..at].Replace("[[", "", StringComparison.Ordinal).Replace("]]", "", StringComparison.Ordinal);
        return before.LastIndexOf('[') > before.LastIndexOf(']');
    }
}
