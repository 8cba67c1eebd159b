using System.CommandLine;

namespace HmacKit.Cli;

/// <summary><c>hmackit verify</c>: a captured request, or a batch of them.</summary>
internal sealed class VerifyCommand
{
    private readonly CapturedRequestOptions _captured = new();
    private readonly Option<string?> _batch = CliOption.Text("--batch", "FILE.jsonl", "Verifies one request a line, and says of each what came out; - for standard input");
    private readonly Terminal _terminal;

    private VerifyCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var verify = new VerifyCommand(terminal);
        var command = new Command("verify", "Verifies a captured request; exit code 0 if it is valid, 1 if it is rejected.") { verify._captured.Request };
        foreach (Option option in verify._captured.Single.Append(verify._captured.MaxBody).Append(verify._batch))
        {
            command.Add(option);
        }

        command.SetAction(async (result, _) => await verify.RunAsync(result).ConfigureAwait(false));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result)
    {
        if (result.GetValue(_batch) is { } batch)
        {
            BatchOption.RequireAlone(result, _captured.Single, _captured.Request);
            return await VerifyBatch.RunAsync(batch, result.GetValue(_captured.MaxBody), _terminal).ConfigureAwait(false);
        }

        using CapturedRequest captured = _captured.Read(result, _terminal);
        SignatureDiagnosis diagnosis = await captured.Verifier.ExplainAsync(captured.Request, TimeSpan.Zero).ConfigureAwait(false);
        if (_terminal.Screen is { } screen)
        {
            DiagnosisTable.WriteStatus(screen, diagnosis.Status);
        }
        else
        {
            _terminal.Output.WriteLine(VerificationStatuses.NameOf(diagnosis.Status));
        }

        if (diagnosis.Status == VerificationStatus.Valid)
        {
            return ExitCode.Done;
        }

        _terminal.Output.WriteLine(OneLine.Of(diagnosis.Advice + OptionAdvice.For(diagnosis.Status, captured.Request)));
        return ExitCode.Rejected;
    }
}
