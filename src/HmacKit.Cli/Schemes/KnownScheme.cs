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

    /// <summary>Whether the signing time is a Unix time, of seconds or milliseconds.</summary>
    public bool WritesUnixTime =>
        Scheme.Freshness is null or { Format: TimestampFormat.UnixSeconds or TimestampFormat.UnixMilliseconds or TimestampFormat.UnixSecondsWithFraction };

    /// <summary>The scheme of this name, or null.</summary>
    public static KnownScheme? Find(string name) =>
        Known.TryGetValue(name, out KnownScheme? known) ? known
        : SchemeCatalog.Find(name) is { } scheme ? Known.GetOrAdd(name, new KnownScheme(scheme))
        : null;

    /// <summary>The scheme of this name.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static KnownScheme Get(string name) => Find(name)
        ?? throw new CommandException($"there is no scheme {OneLine.Quote(name)}; {NearbyWord.Question(name, SchemeCatalog.All.Select(static scheme => scheme.Name))}'hmackit schemes' lists them.");

    /// <summary>A scheme of the user's own.</summary>
    public static KnownScheme Of(SignatureScheme scheme) => new(scheme);

    /// <summary>The scheme <c>body</c> with its signature in a header of this name.</summary>
    /// <exception cref="CommandException">This isn't a header name.</exception>
    public static KnownScheme BodyIn(string headerName) => HttpSyntax.IsToken(headerName)
        ? new KnownScheme(SchemeCatalog.BodyIn(headerName))
        : throw new CommandException($"--signature-header: {OneLine.Quote(headerName)} isn't a header name.");

    /// <summary>The same with its configured values set, as far as they are given; other names are passed over.</summary>
    /// <exception cref="ArgumentException">A value can't stand where the scheme writes it.</exception>
    public KnownScheme With(IReadOnlyDictionary<string, string> values)
    {
        SignatureScheme bound = Scheme;
        foreach ((string name, string text) in values)
        {
            if (Scheme.Values.TryGetValue(name, out SchemeValue? value) && value.IsConfigured)
            {
                bound = bound.With(name, text);
            }
        }

        return bound == Scheme ? this : new KnownScheme(bound);
    }

    /// <summary>What the signer is to use; a value that the scheme doesn't carry is left out.</summary>
    /// <param name="timestamp">The signing time as it goes on the wire; null for now.</param>
    /// <param name="nonce">The nonce; null for a random one.</param>
    /// <param name="id">The message or event id; null for a random one.</param>
    /// <param name="values">The scheme's own carried values, <c>expires</c>, and <c>signed-headers</c> as names with blanks, semicolons or commas between them.</param>
    public SigningValues ToValues(string? timestamp, string? nonce, string? id, IReadOnlyDictionary<string, string>? values = null) => new()
    {
        TimestampText = CarriesTimestamp ? timestamp : null,
        Nonce = CarriesNonce ? nonce : null,
        Id = CarriesId ? id : null,
        ExpiresText = Scheme.Expiry is null ? null : values?.GetValueOrDefault("expires"),
        HeadersToSign = values?.GetValueOrDefault("signed-headers")?.Split([' ', ';', ','], StringSplitOptions.RemoveEmptyEntries),
        Values = values?.Where(pair => Scheme.Values.TryGetValue(pair.Key, out SchemeValue? own) && !own.IsConfigured).ToDictionary(),
    };

    private bool Carries(string placeholder) =>
        Scheme.Carriers.Any(carrier => carrier.Format.Template.Contains(placeholder, StringComparison.Ordinal));
}
