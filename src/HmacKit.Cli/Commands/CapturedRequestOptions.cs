using System.CommandLine;

namespace HmacKit.Cli;

/// <summary>The options that say which captured request is looked at, with which key and at what time.</summary>
internal sealed class CapturedRequestOptions
{
    private const int MaxBodyLimit = 1024 * 1024 * 1024;

    private readonly SchemeOptions _scheme = new();
    private readonly SecretOptions _secret = new();
    private readonly Option<string?> _keyId = CliOption.Text("--key-id", "K", "The id of the key; without it, whichever one the request names is taken");
    private readonly Option<string?> _now = CliOption.Text("--now", "T", "The time to check against: Unix seconds, Unix milliseconds (over 11 digits) or RFC 3339 (default: now)");
    private readonly Option<int> _maxBody = CliOption.Number("--max-body", VerifierOptions.DefaultMaxBodyBytes, 1, MaxBodyLimit, "The most bytes of a body");

    private readonly Option<string?> _origin = CliOption.Text("--origin", "URL", "Scheme, host and port as the sender used them, for schemes that sign them");

    public Argument<string?> Request { get; } = CliOption.Argument("REQUEST.http", "The raw HTTP/1.1 request as captured; - for standard input");

    /// <summary>The options for a single request.</summary>
    public IEnumerable<Option> Single => [.. _scheme.All, .. _secret.All, _keyId, _now, _origin];

    public Option<int> MaxBody => _maxBody;

    /// <summary>Reads all of it; the caller disposes the key.</summary>
    /// <exception cref="CommandException">Something is missing or can't be read.</exception>
    public CapturedRequest Read(ParseResult result, Terminal terminal)
    {
        string path = result.GetValue(Request) ?? throw new CommandException("name the file that holds the request, or - for standard input.");
        SignatureScheme scheme = _scheme.Read(result, terminal).Scheme;
        PublicOrigin? origin = ReadOrigin(result, scheme);
        DateTimeOffset now = ReadNow(result, terminal);
        HmacKey key = _secret.Read(result, scheme, terminal);
        int maxBodyBytes = result.GetValue(_maxBody);
        using Stream file = InputFile.Open(path, terminal);
        RawRequest request = RequestFile.Read(file, maxBodyBytes, terminal.Warn, origin);
        return new CapturedRequest(new OfflineVerifier(scheme, key, result.GetValue(_keyId), now, maxBodyBytes), request, key);
    }

    private PublicOrigin? ReadOrigin(ParseResult result, SignatureScheme scheme)
    {
        if (result.GetValue(_origin) is not { } text)
        {
            return scheme.NeedsOrigin
                ? throw new CommandException($"the scheme '{scheme.Name}' signs scheme, host or port, which a request doesn't tell: give --origin https://…")
                : null;
        }

        return RequestUrl.TrySplitAbsolute(text, out string authority, out _) && RequestUrl.TryFindOrigin(text, authority, out PublicOrigin? origin)
            ? origin
            : throw new CommandException($"--origin is an http or https URL, not {OneLine.Quote(text)}.");
    }

    private DateTimeOffset ReadNow(ParseResult result, Terminal terminal)
    {
        if (result.GetValue(_now) is not { } text)
        {
            return terminal.Time.GetUtcNow();
        }

        return StatedTime.TryParse(text, out DateTimeOffset now)
            ? now
            : throw new CommandException($"--now is Unix seconds, Unix milliseconds or RFC 3339, not {OneLine.Quote(text)}.");
    }
}
