using System.Text.RegularExpressions;

namespace HmacKit.TestFixtures;

/// <summary>
/// The schemes of the catalogue that any request can be made for: all in headers, nothing configured or in code, the body signed, and only parts that
/// the plain second implementation of a message knows. The others are tested with what their vendors made.
/// </summary>
public static partial class PlainSchemes
{
    public static IReadOnlyList<SignatureScheme> All { get; } = [.. SchemeCatalog.All.Where(IsPlain)];

    private static bool IsPlain(SignatureScheme scheme) =>
        scheme is { HasCode: false, AnswersTo: null, PublicKey: null } && !scheme.IsToken && !scheme.NeedsOrigin && scheme.Values.Count == 0 && scheme.Expiry is null && Message().IsMatch(scheme.Message)
        && scheme.Message.Contains("{body", StringComparison.Ordinal)
        && scheme.Carriers.All(static carrier => carrier is { Kind: CarrierKind.Header, Format.IsOptional: false }
            && carrier.Format.Template.Contains('{', StringComparison.Ordinal)
            && !carrier.Format.ToString().Contains("base64(", StringComparison.Ordinal)
            && !carrier.Format.ToString().Contains("(parameters", StringComparison.Ordinal)
            && !carrier.Format.Template.Contains("{date", StringComparison.Ordinal)
            && !carrier.Format.Template.Contains("-upper", StringComparison.Ordinal)
            && !carrier.Format.Template.Contains("-padded", StringComparison.Ordinal))
        && scheme.Freshness?.Format is null or TimestampFormat.UnixSeconds or TimestampFormat.UnixMilliseconds or TimestampFormat.Rfc3339 or TimestampFormat.HttpDate;

    [GeneratedRegex(@"^([^{}\[\]]|\{(timestamp|id|nonce|keyid|method|target|path|query|query:sorted-json|header:Host|body|body:sha256:hex|body:sha512:base64)\})+$")]
    private static partial Regex Message();
}
