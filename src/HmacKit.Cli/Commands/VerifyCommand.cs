using System.CommandLine;

namespace HmacKit.Cli;

/// <summary><c>hmackit verify</c>: a captured request, or a batch of them.</summary>
internal sealed class VerifyCommand
{
    private const int MaxBodyLimit = 1024 * 1024 * 1024;

    private readonly Argument<string?> _request = CliOption.Argument("REQUEST.http", "The raw HTTP/1.1 request as captured; - for standard input");

    private readonly SchemeOptions _scheme = new();
    private readonly SecretOptions _secret = new();
    private readonly Option<string?> _keyId = CliOption.Text("--key-id", "K", "The id of the key; without it, whichever one the request names is taken");
    private readonly Option<string?> _now = CliOption.Text("--now", "T", "The time to check against: Unix seconds, Unix milliseconds (over 11 digits) or RFC 3339 (default: now)");
    private readonly Option<int> _maxBody = CliOption.Number("--max-body", VerifierOptions.DefaultMaxBodyBytes, 1, MaxBodyLimit, "The most bytes of a body");
    private readonly Option<string?> _batch = CliOption.Text("--batch", "FILE.jsonl", "Verifies one request a line, and says of each what came out; - for standard input");
    private readonly Terminal _terminal;

    private VerifyCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var verify = new VerifyCommand(terminal);
        var command = new Command("verify", "Verifies a captured request; exit code 0 if it is valid, 1 if it is rejected.") { verify._request };
        foreach (Option option in verify.Single.Append(verify._maxBody).Append(verify._batch))
        {
            command.Add(option);
        }

        command.SetAction(async (result, _) => await verify.RunAsync(result).ConfigureAwait(false));
        return command;
    }

    /// <summary>The options for a single request.</summary>
    private IEnumerable<Option> Single => [.. _scheme.All, .. _secret.All, _keyId, _now];

    private async Task<int> RunAsync(ParseResult result)
    {
        string? path = result.GetValue(_request);
        if (result.GetValue(_batch) is { } batch)
        {
            BatchOption.RequireAlone(result, Single);
            return path is null
                ? await VerifyBatch.RunAsync(batch, result.GetValue(_maxBody), _terminal).ConfigureAwait(false)
                : throw new CommandException("give either a request or --batch.");
        }

        if (path is null)
        {
            throw new CommandException("name the file that holds the request, or - for standard input.");
        }

        SignatureScheme scheme = _scheme.Read(result).Scheme;
        DateTimeOffset now = ReadNow(result);
        using HmacKey key = _secret.Read(result, scheme, _terminal);
        int maxBodyBytes = result.GetValue(_maxBody);
        RawRequest request;
        using (Stream file = InputFile.Open(path, _terminal))
        {
            request = RequestFile.Read(file, maxBodyBytes, _terminal.Warn);
        }

        VerificationStatus status = await OfflineVerifier
            .VerifyAsync(scheme, key, result.GetValue(_keyId), request, now, maxBodyBytes).ConfigureAwait(false);
        _terminal.Output.WriteLine(StatusName.Of(status));
        if (status == VerificationStatus.Valid)
        {
            return ExitCode.Done;
        }

        _terminal.Output.WriteLine(StatusAdvice.For(status, scheme, request, now, maxBodyBytes));
        return ExitCode.Rejected;
    }

    private DateTimeOffset ReadNow(ParseResult result)
    {
        if (result.GetValue(_now) is not { } text)
        {
            return _terminal.Time.GetUtcNow();
        }

        return StatedTime.TryParse(text, out DateTimeOffset now)
            ? now
            : throw new CommandException($"--now is Unix seconds, Unix milliseconds or RFC 3339, not {OneLine.Quote(text)}.");
    }
}
