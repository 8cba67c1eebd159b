using System.CommandLine;

namespace HmacKit.Cli;

/// <summary><c>hmackit sign</c>: the headers that sign a request, or the whole request with them, or a batch.</summary>
internal sealed class SignCommand
{
    private readonly SigningOptions _request = new();
    private readonly SecretOptions _secret = new();
    private readonly Option<SignOutput> _output = SignOutputs.CreateOption();
    private readonly Option<string?> _batch = CliOption.Text("--batch", "FILE.jsonl", "Signs one request a line, and prints the headers of each; - for standard input");
    private readonly Terminal _terminal;

    private SignCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var sign = new SignCommand(terminal);
        var command = new Command("sign", "Signs a request: prints its headers, a curl command, the raw request or JSON.");
        foreach (Option option in sign.Single.Append(sign._batch))
        {
            command.Add(option);
        }

        command.SetAction(async (result, _) => await sign.RunAsync(result).ConfigureAwait(false));
        return command;
    }

    /// <summary>The options for a single request.</summary>
    private IEnumerable<Option> Single => [.. _request.All, .. _secret.All, _output];

    private async Task<int> RunAsync(ParseResult result)
    {
        if (result.GetValue(_batch) is { } batch)
        {
            BatchOption.RequireAlone(result, Single);
            return await SignBatch.RunAsync(batch, _terminal).ConfigureAwait(false);
        }

        SigningRequest request = _request.Read(result, _terminal);
        if (request.Scheme.HasKeyId && string.IsNullOrEmpty(request.KeyId))
        {
            throw new CommandException($"requests of the scheme '{request.Scheme.Name}' name their key: --key-id is missing.");
        }

        using HmacKey key = _secret.Read(result, request.Scheme, _terminal);
        SignedHeaders headers = Sign(request, key);
        SignOutputs.Write(result.GetValue(_output), request, headers, _terminal.Output);
        return ExitCode.Done;
    }

    private static SignedHeaders Sign(SigningRequest request, HmacKey key)
    {
        try
        {
            return new RequestSigner(request.Scheme, new KeyRing(request.KeyId ?? "", key)).Sign(request.ToRaw(), request.Values);
        }
        catch (ArgumentException exception)
        {
            throw new CommandException(OneLine.Of(exception));
        }
    }
}
