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

        using HmacKey key = SecretText.Import(scheme.Scheme.Algorithm, scheme.Scheme.SecretFormat, line.Secret!);
        var signer = new RequestSigner(scheme.Scheme, new KeyRing(scheme.Scheme.HasKeyId ? line.KeyId! : "", key), time);
        var request = new RawRequest(line.Method!, line.Target!, [], line.Body);
        answers.WriteHeaders(line.Id, signer.Sign(request, scheme.ToValues(line.Timestamp, line.Nonce, line.MessageId)));
        return null;
    }
}
