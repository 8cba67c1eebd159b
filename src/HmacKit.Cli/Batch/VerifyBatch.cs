namespace HmacKit.Cli;

/// <summary><c>hmackit verify --batch</c>.</summary>
internal static class VerifyBatch
{
    public static Task<int> RunAsync(string path, int maxBodyBytes, Terminal terminal) =>
        new BatchRun(terminal).RunAsync(path, (line, answers) => AnswerAsync(line, maxBodyBytes, answers));

    private static async ValueTask<string?> AnswerAsync(BatchLine line, int maxBodyBytes, BatchAnswers answers)
    {
        if (BatchFields.FindSigned(line, out KnownScheme scheme, out RawRequest request, out DateTimeOffset now) is { } fault)
        {
            return fault;
        }

        using HmacKey key = SecretText.Import(scheme.Scheme.Algorithm, scheme.Scheme.SecretFormat, line.Secret!);
        var verifier = new OfflineVerifier(scheme.Scheme, key, line.KeyId, now, maxBodyBytes);
        answers.WriteStatus(line.Id, await verifier.VerifyAsync(AnsweredRequest.SourceOf(scheme.Scheme, line, request)).ConfigureAwait(false));
        return null;
    }
}
