namespace HmacKit.Cli;

/// <summary><c>hmackit verify --batch</c>.</summary>
internal static class VerifyBatch
{
    public static Task<int> RunAsync(string path, int maxBodyBytes, Terminal terminal) =>
        new BatchRun(terminal).RunAsync(path, (line, answers) => AnswerAsync(line, maxBodyBytes, answers));

    private static async ValueTask<string?> AnswerAsync(BatchLine line, int maxBodyBytes, BatchAnswers answers)
    {
        if (BatchFields.FindScheme(line, out KnownScheme scheme) is { } fault)
        {
            return fault;
        }

        if (line.Headers is null || line.Now is not { } now)
        {
            return BatchFields.Missing(line.Headers is null ? "headers" : "now");
        }

        using HmacKey key = SecretText.Import(scheme.Scheme.Algorithm, scheme.Scheme.SecretFormat, line.Secret!);
        var request = new RawRequest(line.Method!, line.Target!, line.Headers, line.Body);
        VerificationStatus status = await OfflineVerifier
            .VerifyAsync(scheme.Scheme, key, line.KeyId, request, now, maxBodyBytes).ConfigureAwait(false);
        answers.WriteStatus(line.Id, status);
        return null;
    }
}
