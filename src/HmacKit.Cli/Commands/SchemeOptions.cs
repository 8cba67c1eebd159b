using System.CommandLine;

namespace HmacKit.Cli;

/// <summary>The options that say which scheme.</summary>
internal sealed class SchemeOptions
{
    private readonly Option<string?> _name = CliOption.Text("--scheme", "NAME", "The scheme; 'hmackit schemes' lists them");
    private readonly Option<string?> _signatureHeader = CliOption.Text("--signature-header", "NAME", "The header of the signature, for the scheme 'body' (default X-Signature)");

    public IEnumerable<Option> All => [_name, _signatureHeader];

    /// <exception cref="CommandException">None is named, it isn't known, or it doesn't let its header be named.</exception>
    public KnownScheme Read(ParseResult result)
    {
        string name = result.GetValue(_name) ?? throw new CommandException("--scheme is missing; 'hmackit schemes' lists them.");
        KnownScheme scheme = KnownScheme.Get(name);
        if (result.GetValue(_signatureHeader) is not { } header)
        {
            return scheme;
        }

        return scheme.Scheme == SchemeCatalog.Body
            ? KnownScheme.BodyIn(header)
            : throw new CommandException($"--signature-header is for the scheme 'body'; the headers of {OneLine.Quote(name)} are fixed.");
    }
}
