namespace HmacKit.Cli;

/// <summary><c>hmackit explain --batch</c>.</summary>
internal sealed class ExplainBatch
{
    /// <summary>What the first line gets at least: the program's own warming up is part of it.</summary>
    private static readonly TimeSpan FirstBudget = TimeSpan.FromSeconds(2);

    private readonly int _maxBodyBytes;
    private readonly TimeSpan _budget;
    private bool _isWarm;

    private ExplainBatch(int maxBodyBytes, TimeSpan budget)
    {
        _maxBodyBytes = maxBodyBytes;
        _budget = budget;
    }

    public static Task<int> RunAsync(string path, int maxBodyBytes, TimeSpan budget, Terminal terminal) =>
        new BatchRun(terminal).RunAsync(path, new ExplainBatch(maxBodyBytes, budget).AnswerAsync);

    private async ValueTask<string?> AnswerAsync(BatchLine line, BatchAnswers answers)
    {
        if (BatchFields.FindSigned(line, out KnownScheme scheme, out RawRequest request, out DateTimeOffset now) is { } fault)
        {
            return fault;
        }

        (scheme, _) = await new SignedLine(line, request, now, _maxBodyBytes).ChooseAsync(scheme).ConfigureAwait(false);
        using HmacKey key = SecretText.Import(scheme.Scheme.Algorithm, scheme.Scheme.SecretFormat, line.Secret!);
        var verifier = new OfflineVerifier(scheme.Scheme, key, line.KeyId, now, _maxBodyBytes);
        bool isFirst = !_isWarm && _budget > TimeSpan.Zero && _budget < FirstBudget;
        SignatureDiagnosis diagnosis = await verifier.ExplainAsync(request, isFirst ? FirstBudget : _budget).ConfigureAwait(false);
        _isWarm |= diagnosis.Status != VerificationStatus.Valid;
        answers.WriteDiagnosis(line.Id, diagnosis);
        return null;
    }
}
