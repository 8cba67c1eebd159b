using System.CommandLine;
using System.Globalization;

namespace HmacKit.Cli;

/// <summary>The options that make up a request to be signed; <c>sign</c> and <c>message</c> share them.</summary>
internal sealed class SigningOptions
{
    /// <summary>The most bytes of a body that is read to be signed.</summary>
    private const int MaxBodyBytes = 64 * 1024 * 1024;

    private static readonly string[] Reserved = ["Content-Length", "Transfer-Encoding"];

    private readonly SchemeOptions _scheme = new();
    private readonly Option<string?> _keyId = CliOption.Text("--key-id", "K", "The id of the key, where the scheme has one");
    private readonly Option<string?> _method = CliOption.Text("--method", "METHOD", "The method (default GET without a body, and POST with one)");
    private readonly Option<string?> _url = CliOption.Text("--url", "URL", "The URL, exactly as it will be sent, or its target (path and query) alone");
    private readonly Option<string[]> _headers = new("--header") { HelpName = "'N: v'", Description = "A header of the request; may be repeated" };
    private readonly Option<string?> _body = CliOption.Text("--body-file", "F", "The file with the body; - for standard input (default: no body)");
    private readonly Option<string?> _timestamp = CliOption.Text("--timestamp", "T", "The signing time, to the letter as it goes on the wire (default: now)");
    private readonly Option<string?> _nonce = CliOption.Text("--nonce", "N", "The nonce (default: random)");
    private readonly Option<string?> _id = CliOption.Text("--id", "I", "The message or event id (default: random)");

    public IEnumerable<Option> All => [.. _scheme.All, _keyId, _method, _url, _headers, _body, _timestamp, _nonce, _id];

    /// <exception cref="CommandException">An option is missing or wrong, or the body can't be read.</exception>
    public SigningRequest Read(ParseResult result, Terminal terminal)
    {
        KnownScheme scheme = _scheme.Read(result, terminal);
        string? bodyPath = result.GetValue(_body);
        string method = (result.GetValue(_method) ?? StandardMethod(scheme.Scheme, bodyPath)).ToUpperInvariant();
        if (!HttpSyntax.IsToken(method))
        {
            throw new CommandException($"--method: {OneLine.Quote(method)} isn't a method.");
        }

        RequestUrl url = RequestUrl.Parse(result.GetValue(_url) ?? throw new CommandException("--url is missing."));
        if (scheme.Scheme.NeedsOrigin && url.Origin is null)
        {
            throw new CommandException($"the scheme '{scheme.Scheme.Name}' signs scheme, host or port: --url is an absolute URL.");
        }

        List<KeyValuePair<string, string>> headers = ReadHeaders(result, scheme.Scheme);
        WarnOfUnused(result, scheme, terminal);
        byte[] body = bodyPath is null ? [] : InputFile.ReadAll(bodyPath, MaxBodyBytes, "the body", terminal);
        return new SigningRequest
        {
            Scheme = scheme.Scheme,
            KeyId = scheme.Scheme.HasKeyId ? result.GetValue(_keyId) : null,
            Method = method,
            Url = url,
            Headers = headers,
            Body = body,
            BodyPath = bodyPath,
            Values = scheme.ToValues(result.GetValue(_timestamp), result.GetValue(_nonce), result.GetValue(_id), _scheme.ReadParams(result)) with { Time = terminal.Time.GetUtcNow() },
        };
    }

    /// <summary>As curl has it; a scheme that puts something into the body makes one.</summary>
    private static string StandardMethod(SignatureScheme scheme, string? bodyPath) =>
        bodyPath is null && !scheme.Carriers.Any(static carrier => carrier.Kind is CarrierKind.Form or CarrierKind.Json or CarrierKind.Xml) ? "GET" : "POST";

    private List<KeyValuePair<string, string>> ReadHeaders(ParseResult result, SignatureScheme scheme)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (string text in result.GetValue(_headers) ?? [])
        {
            if (!HttpSyntax.TryReadField(text, out KeyValuePair<string, string> header))
            {
                throw new CommandException($"--header is 'Name: value', not {OneLine.Quote(text)}.");
            }

            if (scheme.Headers.Any(own => header.IsNamed(own.Name)))
            {
                throw new CommandException($"--header: {header.Key} is set by the scheme itself.");
            }

            if (Reserved.Any(name => header.IsNamed(name)))
            {
                throw new CommandException($"--header: {header.Key} follows from the body and can't be set.");
            }

            headers.Add(header);
        }

        return headers;
    }

    private void WarnOfUnused(ParseResult result, KnownScheme scheme, Terminal terminal)
    {
        ReadOnlySpan<(Option Option, bool IsUsed)> options =
        [
            (_keyId, scheme.Scheme.HasKeyId), (_timestamp, scheme.CarriesTimestamp), (_nonce, scheme.CarriesNonce), (_id, scheme.CarriesId),
        ];
        foreach ((Option option, bool isUsed) in options)
        {
            if (!isUsed && result.IsGiven(option))
            {
                terminal.Warn(string.Create(CultureInfo.InvariantCulture, $"the scheme '{scheme.Scheme.Name}' has no use for {option.Name}."));
            }
        }
    }
}
