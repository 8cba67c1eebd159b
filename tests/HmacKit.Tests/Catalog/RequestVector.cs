using System.Text.Json;

namespace HmacKit.Tests.Catalog;

/// <summary>One line of <c>Vectors/documented</c> or <c>Vectors/public</c>: a request as captured, and what must come of it.</summary>
public sealed record RequestVector(
    string Id,
    string Scheme,
    string KeyId,
    string Secret,
    string Method,
    string Target,
    Dictionary<string, string> Headers,
    string BodyBase64,
    long Now,
    string Expect,
    string? Source = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static IEnumerable<RequestVector> ReadAll(string folder) =>
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Vectors", folder), "*.jsonl")
            .Order(StringComparer.Ordinal)
            .SelectMany(File.ReadLines)
            .Where(line => line.Length > 0)
            .Select(line => JsonSerializer.Deserialize<RequestVector>(line, Json)!);

    public RawRequest ToRequest() => new(Method, Target, Headers, Convert.FromBase64String(BodyBase64));

    public KeyRing ToKeyRing(SignatureScheme scheme) =>
        new(scheme.HasKeyId ? KeyId : "", HmacKey.ImportInsecureShortSecret(scheme.Algorithm, scheme.SecretFormat, Secret));

    public VerificationResult Verify()
    {
        SignatureScheme scheme = SchemeCatalog.Find(Scheme)!;
        return scheme.Verify(ToRequest(), ToKeyRing(scheme), DateTimeOffset.FromUnixTimeMilliseconds(Now));
    }

    public bool IsAsExpected(VerificationStatus status) => Expect switch
    {
        "valid" => status == VerificationStatus.Valid,
        "missing_header" => status == VerificationStatus.MissingHeader,
        "signature_mismatch" => status == VerificationStatus.SignatureMismatch,
        "timestamp_outside_window" => status is VerificationStatus.TimestampTooOld or VerificationStatus.TimestampInFuture,
        "malformed_or_mismatch" => status is VerificationStatus.MalformedHeader or VerificationStatus.SignatureMismatch,
        "malformed_or_missing" => status is VerificationStatus.MalformedHeader or VerificationStatus.MissingHeader,
        _ => throw new InvalidOperationException($"'{Expect}' is no expectation that the tests know."),
    };

    public override string ToString() => Id;
}
