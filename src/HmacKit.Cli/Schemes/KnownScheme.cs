using System.Collections.Concurrent;

namespace HmacKit.Cli;

/// <summary>A scheme, and which of the values that a signer can be given its headers carry.</summary>
internal sealed class KnownScheme
{
    // Compiling all of the catalogue takes longer than what most commands do. Only names that exist are kept.
    private static readonly ConcurrentDictionary<string, KnownScheme> Known = new(StringComparer.Ordinal);

    private KnownScheme(SignatureScheme scheme)
    {
        Scheme = scheme;
        CarriesTimestamp = Carries("{timestamp}");
        CarriesNonce = Carries("{nonce}");
        CarriesId = Carries("{id}");
    }

    public SignatureScheme Scheme { get; }

    public bool CarriesTimestamp { get; }

    public bool CarriesNonce { get; }

    public bool CarriesId { get; }

    /// <summary>The scheme of this name, or null.</summary>
    public static KnownScheme? Find(string name) =>
        Known.TryGetValue(name, out KnownScheme? known) ? known
        : SchemeCatalog.Find(name) is { } scheme ? Known.GetOrAdd(name, new KnownScheme(scheme))
        : null;

    /// <summary>The scheme of this name.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static KnownScheme Get(string name) => Find(name)
        ?? throw new CommandException($"there is no scheme {OneLine.Quote(name)}; 'hmackit schemes' lists them.");

    /// <summary>The scheme <c>body</c> with its signature in a header of this name.</summary>
    /// <exception cref="CommandException">This isn't a header name.</exception>
    public static KnownScheme BodyIn(string headerName) => HttpSyntax.IsToken(headerName)
        ? new KnownScheme(SchemeCatalog.BodyIn(headerName))
        : throw new CommandException($"--signature-header: {OneLine.Quote(headerName)} isn't a header name.");

    /// <summary>What the signer is to use; a value that the scheme doesn't carry is left out.</summary>
    public SigningValues ToValues(string? timestamp, string? nonce, string? id) => new()
    {
        TimestampText = CarriesTimestamp ? timestamp : null,
        Nonce = CarriesNonce ? nonce : null,
        Id = CarriesId ? id : null,
    };

    private bool Carries(string placeholder) =>
        Scheme.Headers.Any(header => header.Format.Template.Contains(placeholder, StringComparison.Ordinal));
}
