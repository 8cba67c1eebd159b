namespace HmacKit.Cli;

/// <summary><c>hmackit sign --batch</c>.</summary>
internal static class SignBatch
{
    public static Task<int> RunAsync(string path, Terminal terminal) =>
        new BatchRun(terminal).RunAsync(path, (line, answers) => new ValueTask<string?>(Answer(line, answers, terminal.Time)));

    private static string? Answer(BatchLine line, BatchAnswers answers, TimeProvider time)
    {
        if (BatchFields.FindScheme(line, out KnownScheme scheme) is { } fault)
        {
            return fault;
        }

        if (line.KeyId is null && scheme.Scheme.HasKeyId)
        {
            return BatchFields.Missing("keyId");
        }

        if (BatchFields.FindRequest(line, scheme.Scheme, out RawRequest request) is { } wrong)
        {
            return wrong;
        }

        using HmacKey key = SecretText.Import(scheme.Scheme.Algorithm, scheme.Scheme.SecretFormat, line.Secret!);
        var signer = new RequestSigner(scheme.Scheme, new KeyRing(scheme.Scheme.HasKeyId ? line.KeyId! : "", key), time);
        SigningValues values = scheme.ToValues(line.Timestamp, line.Nonce, line.MessageId, line.Params) with { Time = line.Now };
        if (line.IsTimestampNumber && !scheme.WritesUnixTime && StatedTime.TryParse(line.Timestamp!, out DateTimeOffset stated))
        {
            values = values with { Time = stated, TimestampText = null };
        }

        SignedHeaders signed = signer.Sign(AnsweredRequest.SourceOf(scheme.Scheme, line, request), request.Body.Span, values);
        answers.WriteRequest(line.Id, signed.ApplyTo(request));
        return null;
    }
}
