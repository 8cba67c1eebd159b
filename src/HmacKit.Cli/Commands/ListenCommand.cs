using System.CommandLine;
using HmacKit.Inspection;

namespace HmacKit.Cli;

/// <summary><c>hmackit listen</c>: the local inspector. Nothing of a web server is loaded before it runs.</summary>
internal sealed class ListenCommand
{
    private const int MaxPort = 65_535;
    private const int MaxBudgetMilliseconds = 60_000;
    private const int MaxBodyLimit = 64 * 1024 * 1024;

    private readonly SchemeOptions _scheme = new();
    private readonly SecretOptions _secret = new();
    private readonly Option<string?> _keyId = CliOption.Text("--key-id", "K", "The id of the key; without it, whichever one a request names is taken");
    private readonly Option<string?> _forward = CliOption.Text("--forward", "URL", "Where requests are forwarded to, byte for byte; with a path to that path, else to their own");
    private readonly Option<int> _port = CliOption.Number("--port", InspectorOptions.DefaultPort, 0, MaxPort, "The port that receives; 0 for any that is free");
    private readonly Option<int> _pagePort = CliOption.Number("--page-port", InspectorOptions.DefaultPagePort, 0, MaxPort, "The port of the page, which no tunnel to the receiver reaches; 0 for any that is free");
    private readonly Option<string?> _store = CliOption.Text("--store", "FILE_OR_DIR", "Where the history is kept (default: a file that is deleted at the end)");
    private readonly Option<int> _maxRequests = CliOption.Number("--max-requests", InspectorOptions.DefaultMaxRequests, 1, 1_000_000, "The most requests of the history; the oldest make room");
    private readonly Option<string?> _origin = CliOption.Text("--origin", "URL", "Scheme, host and port as senders use them, for schemes that sign them (default: http and the request's Host)");
    private readonly Option<string?> _verifyToken = CliOption.Text("--verify-token", "T", "The token that was agreed on with the vendor, for handshakes that have one");
    private readonly Option<int> _budget = CliOption.Number("--budget", 500, 0, MaxBudgetMilliseconds, "How long slips are tried for a request that is refused, in milliseconds");
    private readonly Option<int> _maxBody = CliOption.Number("--max-body", VerifierOptions.DefaultMaxBodyBytes, 1, MaxBodyLimit, "The most bytes of a body");
    private readonly Option<bool> _everywhere = CliOption.Flag("--receive-on-all-addresses-although-anybody-can-send", "Receives on all addresses of this machine; the page stays on loopback");
    private readonly Terminal _terminal;

    private ListenCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var listen = new ListenCommand(terminal);
        var command = new Command("listen", "Receives requests, verifies and forwards them, and shows on a page what came and why a signature is wrong.");
        Option[] options =
        [
            .. listen._scheme.All, .. listen._secret.All, listen._keyId, listen._forward, listen._port, listen._pagePort, listen._store, listen._maxRequests,
            listen._origin, listen._verifyToken, listen._budget, listen._maxBody, listen._everywhere,
        ];
        foreach (Option option in options)
        {
            command.Add(option);
        }

        command.SetAction(async (result, _) => await listen.RunAsync(result).ConfigureAwait(false));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result)
    {
        KnownScheme scheme = _scheme.Read(result, _terminal);
        using HmacKey key = _secret.Read(result, scheme.Scheme, _terminal, out string secret);
        Dictionary<string, string> values = _scheme.ReadParams(result);
        using var stop = new StopSignals();
        var lines = new ListenLines(_terminal);
        try
        {
            var options = new InspectorOptions
            {
                Scheme = scheme.Scheme,
                Key = key,
                KeyId = result.GetValue(_keyId),
                Secrets = [secret, .. values.Where(pair => scheme.Scheme.Values.TryGetValue(pair.Key, out SchemeValue? value) && value.IsSecret).Select(static pair => pair.Value)],
                SigningValues = scheme.ToValues(timestamp: null, nonce: null, id: null, values),
                ForwardTo = ReadUrl(result, _forward),
                Port = result.GetValue(_port),
                PagePort = result.GetValue(_pagePort),
                Store = result.GetValue(_store),
                MaxRequests = result.GetValue(_maxRequests),
                MaxBodyBytes = result.GetValue(_maxBody),
                PublicOrigin = ReadUrl(result, _origin),
                VerifyToken = result.GetValue(_verifyToken),
                Budget = TimeSpan.FromMilliseconds(result.GetValue(_budget)),
                TimeProvider = _terminal.Time,
                OnRequest = lines.Write,
                ReceiveOnAllAddressesAlthoughAnybodyCanSend = result.GetValue(_everywhere),
            };
            await using SignatureInspector inspector = await SignatureInspector.StartAsync(options, stop.Token).ConfigureAwait(false);
            _terminal.WriteWarnings();
            lines.Begin(scheme.Scheme.Name, inspector, options.ForwardTo);
            await stop.WaitAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            throw new CommandException(exception is ArgumentException argument ? OneLine.Of(argument) : exception.Message);
        }

        return ExitCode.Done;
    }

    private static Uri? ReadUrl(ParseResult result, Option<string?> option) =>
        result.GetValue(option) is not { } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https" ? url
        : throw new CommandException($"{option.Name} is an http or https URL, not {OneLine.Quote(text)}.");
}
