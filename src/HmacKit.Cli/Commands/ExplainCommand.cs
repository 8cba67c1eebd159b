using System.CommandLine;

namespace HmacKit.Cli;

/// <summary><c>hmackit explain</c>: why a captured request is rejected, proven by trying the known slips.</summary>
internal sealed class ExplainCommand
{
    private const int MaxBudgetMilliseconds = 600_000;
    private const int SingleBudgetMilliseconds = 2_000;
    private const int BatchBudgetMilliseconds = 1_000;

    private readonly CapturedRequestOptions _captured = new();
    private readonly Option<int> _budget = CliOption.Number("--budget", SingleBudgetMilliseconds, 0, MaxBudgetMilliseconds, $"How long slips are tried, in milliseconds (in a batch {BatchBudgetMilliseconds} a line)");
    private readonly Option<string?> _batch = CliOption.Text("--batch", "FILE.jsonl", "Explains one request a line; - for standard input");
    private readonly Option<bool> _causes = CliOption.Flag("--causes", "Lists the causes that can be proven, and the hints");
    private readonly Terminal _terminal;

    private ExplainCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var explain = new ExplainCommand(terminal);
        var command = new Command("explain", "Says why a captured request is rejected. Takes what verify takes; exit code 0 if it is valid, 1 if it is rejected.") { explain._captured.Request };
        foreach (Option option in (Option[])[.. explain._captured.Single, explain._captured.MaxBody, explain._budget, explain._batch, explain._causes])
        {
            command.Add(option);
        }

        command.SetAction(async (result, _) => await explain.RunAsync(result).ConfigureAwait(false));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result)
    {
        if (result.GetValue(_causes))
        {
            WriteCauses();
            return ExitCode.Done;
        }

        if (result.GetValue(_batch) is { } batch)
        {
            BatchOption.RequireAlone(result, _captured.Single, _captured.Request);
            int milliseconds = result.IsGiven(_budget) ? result.GetValue(_budget) : BatchBudgetMilliseconds;
            return await ExplainBatch
                .RunAsync(batch, result.GetValue(_captured.MaxBody), TimeSpan.FromMilliseconds(milliseconds), _terminal).ConfigureAwait(false);
        }

        using CapturedRequest captured = _captured.Read(result, _terminal);
        SignatureDiagnosis diagnosis = await captured.Verifier
            .ExplainAsync(captured.Request, TimeSpan.FromMilliseconds(result.GetValue(_budget))).ConfigureAwait(false);
        Write(diagnosis);
        return diagnosis.Status == VerificationStatus.Valid ? ExitCode.Done : ExitCode.Rejected;
    }

    private void WriteCauses()
    {
        int width = DiagnosisCause.All.Max(static cause => cause.Name.Length);
        foreach (DiagnosisCause cause in DiagnosisCause.All)
        {
            _terminal.Output.WriteLine($"{cause.Name.PadRight(width)}  {cause.Meaning}");
        }

        foreach (DiagnosisHint hint in DiagnosisHint.All)
        {
            _terminal.Output.WriteLine($"{hint.Name.PadRight(width)}  (hint) {hint.Meaning}");
        }
    }

    private void Write(SignatureDiagnosis diagnosis)
    {
        OutputBuffer output = _terminal.Output;
        if (_terminal.Screen is { } screen)
        {
            DiagnosisTable.Write(screen, diagnosis);
        }
        else
        {
            DiagnosisTable.Write(output, diagnosis);
        }

        if (diagnosis.Status != VerificationStatus.Valid && !diagnosis.ExpectedMessage.IsEmpty)
        {
            output.WriteLine();
            output.WriteLine($"expected message, {diagnosis.ExpectedMessage.Length} bytes:");
            VisibleLines.Write(diagnosis.ExpectedMessage.Span, output);
        }
    }
}
