using System.CommandLine;
using System.Globalization;
using HmacKit.Inspection;

namespace HmacKit.Cli;

/// <summary><c>hmackit send</c>: fires a signed sample event at an address.</summary>
internal sealed class SendCommand
{
    private const int MaxRepeat = 1_000_000;
    private const int MaxBodyBytes = 64 * 1024 * 1024;
    private const int MaxTimeoutSeconds = 600;

    private readonly SchemeOptions _scheme = new();
    private readonly SecretOptions _secret = new();
    private readonly Argument<string?> _url = CliOption.Argument("URL", "Where the event goes");
    private readonly Option<string?> _keyId = CliOption.Text("--key-id", "K", "The id of the key, where the scheme has one (default key_1)");
    private readonly Option<string?> _method = CliOption.Text("--method", "METHOD", "The method (default POST; GET for signed URLs)");
    private readonly Option<string[]> _headers = new("--header") { HelpName = "'N: v'", Description = "A header of the request; may be repeated" };
    private readonly Option<string?> _body = CliOption.Text("--body-file", "F", "The file with the body; - for standard input (default: one that is made up)");
    private readonly Option<int> _repeat = CliOption.Number("--repeat", 1, 1, MaxRepeat, "How many events, one after the other, each with an id and a time of its own");
    private readonly Option<int> _timeout = CliOption.Number("--timeout", 30, 1, MaxTimeoutSeconds, "How long an answer may take, in seconds");
    private readonly Option<WrongPart> _wrong = CliOption.Choice(
        "--wrong", "Makes one thing wrong: the body isn't the signed one, the time is over an hour too old, or the key is another", ("body", WrongPart.Body), ("time", WrongPart.Time), ("key", WrongPart.Key));

    private readonly Terminal _terminal;

    private SendCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var send = new SendCommand(terminal);
        var command = new Command("send", "Sends a signed sample event of any scheme; exit code 0 if every answer is 2xx, 1 if one isn't.") { send._url };
        foreach (Option option in (Option[])[.. send._scheme.All, .. send._secret.All, send._keyId, send._method, send._headers, send._body, send._repeat, send._timeout, send._wrong])
        {
            command.Add(option);
        }

        command.SetAction(async (result, _) => await send.RunAsync(result).ConfigureAwait(false));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result)
    {
        KnownScheme scheme = _scheme.Read(result, _terminal);
        string? method = result.GetValue(_method)?.ToUpperInvariant();
        if (method is not null && !HttpSyntax.IsToken(method))
        {
            throw new CommandException($"--method: {OneLine.Quote(method)} isn't a method.");
        }

        var sample = new SampleEvent(scheme.Scheme, result.GetValue(_wrong), method);
        RequestUrl url = RequestUrl.Parse(result.GetValue(_url) ?? throw new CommandException("name the URL that the event goes to."));
        if (url.Origin is null)
        {
            throw new CommandException("the URL is absolute: it has a host to send to.");
        }

        List<KeyValuePair<string, string>> headers = ReadHeaders(result);
        byte[]? body = result.GetValue(_body) is { } path ? InputFile.ReadAll(path, MaxBodyBytes, "the body", _terminal) : null;
        SigningValues values = scheme.ToValues(timestamp: null, nonce: null, id: null, _scheme.ReadParams(result));
        using HmacKey key = _secret.Read(result, scheme.Scheme, _terminal);
        using var stop = new StopSignals();
        using var forwarder = new RequestForwarder(TimeSpan.FromSeconds(result.GetValue(_timeout)), TimeProvider.System);
        int repeat = result.GetValue(_repeat);
        int refused = 0;
        for (int number = 1; number <= repeat && !stop.Token.IsCancellationRequested; number++)
        {
            RawRequest request = sample.Sign(key, result.GetValue(_keyId), url, headers, body, values, _terminal.Time.GetUtcNow());
            var address = new Uri($"{request.Origin}{request.Target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
            Answer answer = await forwarder.SendAsync(request, address, stop.Token).ConfigureAwait(false);
            refused += answer.Status is >= 200 and < 300 ? 0 : 1;
            string which = repeat == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"{number} ");
            _terminal.Output.WriteLine(OneLine.Of(answer.Error is { } error
                ? $"{which}no answer: {error}"
                : string.Create(CultureInfo.InvariantCulture, $"{which}{answer.Status} in {answer.Milliseconds:0} ms")));
            _terminal.Output.Flush();
        }

        return refused == 0 ? ExitCode.Done : ExitCode.Rejected;
    }

    private List<KeyValuePair<string, string>> ReadHeaders(ParseResult result)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (string text in result.GetValue(_headers) ?? [])
        {
            headers.Add(HttpSyntax.TryReadField(text, out KeyValuePair<string, string> header)
                ? header
                : throw new CommandException($"--header is 'Name: value', not {OneLine.Quote(text)}."));
        }

        return headers;
    }
}
