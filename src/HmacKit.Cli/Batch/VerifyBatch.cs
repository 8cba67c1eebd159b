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

        var signed = new SignedLine(line, request, now, maxBodyBytes);
        (_, VerificationStatus status) = await signed.ChooseAsync(scheme).ConfigureAwait(false);
        answers.WriteStatus(line.Id, status);
        return null;
    }
}
