using System.CommandLine;

namespace HmacKit.Cli;

/// <summary>The options that say which scheme.</summary>
internal sealed class SchemeOptions
{
    private readonly Option<string?> _name = CliOption.Text("--scheme", "NAME", "The scheme; 'hmackit schemes' lists them");
    private readonly Option<string?> _signatureHeader = CliOption.Text("--signature-header", "NAME", "The header of the signature, for the scheme 'body' (default X-Signature)");

    private readonly Option<string?> _file = CliOption.Text("--scheme-file", "FILE", "A scheme of your own in place of --scheme: a JSON object with the members of a SchemeDefinition");

    private readonly Option<string[]> _params = new("--param") { HelpName = "'N=TEXT'", Description = "A value of the scheme's own, such as an account, a registered URL or a second secret; may be repeated" };

    public IEnumerable<Option> All => [_name, _file, _signatureHeader, _params];

    /// <summary>The values of <c>--param</c>, by name.</summary>
    /// <exception cref="CommandException">One isn't <c>NAME=TEXT</c>, or is there twice.</exception>
    public Dictionary<string, string> ReadParams(ParseResult result)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string text in result.GetValue(_params) ?? [])
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || !values.TryAdd(text[..equals], text[(equals + 1)..]))
            {
                throw new CommandException($"--param is 'NAME=TEXT', once for each name; not {OneLine.Quote(text)}.");
            }
        }

        return values;
    }

    /// <exception cref="CommandException">None is named, it isn't known, or it doesn't let its header be named.</exception>
    public KnownScheme Read(ParseResult result, Terminal terminal)
    {
        if (result.GetValue(_file) is { } file)
        {
            return result.IsGiven(_name) || result.IsGiven(_signatureHeader)
                ? throw new CommandException("give either --scheme or --scheme-file; the file says its headers itself.")
                : Bind(SchemeFile.Read(file, terminal), ReadParams(result));
        }

        string name = result.GetValue(_name) ?? throw new CommandException("--scheme is missing; 'hmackit schemes' lists them.");
        KnownScheme scheme = Bind(KnownScheme.Get(name), ReadParams(result));
        if (result.GetValue(_signatureHeader) is not { } header)
        {
            return scheme;
        }

        return scheme.Scheme == SchemeCatalog.Body
            ? KnownScheme.BodyIn(header)
            : throw new CommandException($"--signature-header is for the scheme 'body'; the headers of {OneLine.Quote(name)} are fixed.");
    }

    private static KnownScheme Bind(KnownScheme scheme, Dictionary<string, string> values)
    {
        string? unknown = values.Keys.FirstOrDefault(name => name is not ("expires" or "signed-headers") && !scheme.Scheme.Values.ContainsKey(name));
        if (unknown is not null)
        {
            throw new CommandException($"--param: the scheme '{scheme.Scheme.Name}' has no value {OneLine.Quote(unknown)}; 'hmackit schemes {scheme.Scheme.Name}' lists them.");
        }

        try
        {
            KnownScheme bound = scheme.With(values);
            return bound.Scheme.MissingValues is [var missing, ..]
                ? throw new CommandException($"the scheme '{scheme.Scheme.Name}' needs a value: give --param '{missing}=…'.")
                : bound;
        }
        catch (ArgumentException exception)
        {
            throw new CommandException(OneLine.Of(exception));
        }
    }
}
