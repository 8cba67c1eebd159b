using System.Text.Json;

namespace HmacKit.Tests.Catalog;

/// <summary>A request that a vendor, its SDK or a standard signed: a line of <c>Vectors/catalog</c>, one file for each scheme.</summary>
public sealed class CatalogVector
{
    private static readonly Dictionary<string, string> Params = [];

    private CatalogVector(string schemeName, int line, JsonElement json)
    {
        JsonElement request = json.GetProperty("request");
        string url = request.GetProperty("url").GetString()!;
        int path = url.IndexOf('/', url.IndexOf("://", StringComparison.Ordinal) + 3);
        SchemeName = schemeName;
        Id = $"{schemeName}-{line}";
        Secret = json.GetProperty("secret").GetString()!;
        Signature = json.GetProperty("signature").GetString()!;
        SigningString = json.TryGetProperty("signingString", out JsonElement text) && text.ValueKind == JsonValueKind.String
            ? System.Text.Encoding.UTF8.GetBytes(text.GetString()!)
            : json.TryGetProperty("signingStringBase64", out JsonElement base64) ? base64.GetBytesFromBase64() : null;
        Source = json.GetProperty("source").GetString()!;
        Now = json.GetProperty("timestamp") is { ValueKind: JsonValueKind.Number } time
            ? DateTimeOffset.FromUnixTimeSeconds(time.GetInt64())
            : new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        Configured = json.TryGetProperty("params", out JsonElement values) && values.ValueKind == JsonValueKind.Object
            ? values.EnumerateObject().ToDictionary(value => value.Name, value => value.Value.ToString())
            : Params;
        Request = new RawRequest(
            request.GetProperty("method").GetString()!,
            path < 0 ? "/" : url[path..],
            request.GetProperty("headers").EnumerateObject().Select(header => KeyValuePair.Create(header.Name, header.Value.GetString()!)),
            Convert.FromBase64String(request.TryGetProperty("bodyBase64", out JsonElement body) ? body.GetString() ?? "" : ""),
            new PublicOrigin(new Uri(path < 0 ? url : url[..path])));
    }

    public string Id { get; }

    public string SchemeName { get; }

    public string Secret { get; }

    public string Signature { get; }

    public byte[]? SigningString { get; }

    public string Source { get; }

    public DateTimeOffset Now { get; }

    public IReadOnlyDictionary<string, string> Configured { get; }

    public RawRequest Request { get; }

    /// <summary>All lines; the file is named as the scheme is.</summary>
    public static IReadOnlyList<CatalogVector> All { get; } =
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Vectors", "catalog"), "*.jsonl")
            .Order(StringComparer.Ordinal)
            .SelectMany(static file => File.ReadLines(file)
                .Where(static line => line.Length > 0)
                .Select((line, i) => new CatalogVector(Path.GetFileNameWithoutExtension(file), i, JsonDocument.Parse(line).RootElement))),
    ];

    /// <summary>The scheme with the values that the vector configures.</summary>
    public SignatureScheme Bind(SignatureScheme scheme)
    {
        foreach ((string name, string text) in Configured)
        {
            if (scheme.Values.TryGetValue(name, out SchemeValue? value) && value.IsConfigured)
            {
                scheme = scheme.With(name, text);
            }
        }

        return scheme;
    }

    /// <summary>The vector's key under the id that its request names.</summary>
    public KeyRing Ring(SignatureScheme scheme, string? secret = null)
    {
        ClaimReader.Read(scheme, scheme.Freshness, Request, Request.Body.Span, Now.ToUnixTimeMilliseconds(), out RequestClaim claim);
        HmacKey key = secret is null
            ? HmacKey.ImportInsecureShortSecret(scheme.Algorithm, scheme.SecretFormat, Secret)
            : HmacKey.ImportInsecureShortSecret(scheme.Algorithm, KeyFormat.Text, secret);
        return new KeyRing(scheme.HasKeyId ? claim.KeyId.ToString() : "", key);
    }

    public override string ToString() => Id;
}
