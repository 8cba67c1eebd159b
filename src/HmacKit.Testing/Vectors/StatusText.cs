using System.Text.Json;

namespace HmacKit.Testing;

/// <summary>Statuses as vectors write them: in snake case, or as a group of them.</summary>
internal static class StatusText
{
    public static IReadOnlyList<string> Groups { get; } = ["timestamp_outside_window", "malformed_or_mismatch", "malformed_or_missing"];

    public static string Of(VerificationStatus status) => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());

    /// <summary>Whether an expectation allows a status; null for an expectation that isn't known.</summary>
    public static bool? Allows(string expectation, VerificationStatus status) => expectation switch
    {
        "timestamp_outside_window" => status is VerificationStatus.TimestampTooOld or VerificationStatus.TimestampInFuture,
        "malformed_or_mismatch" => status is VerificationStatus.MalformedHeader or VerificationStatus.SignatureMismatch,
        "malformed_or_missing" => status is VerificationStatus.MalformedHeader or VerificationStatus.MissingHeader,
        _ when Enum.GetValues<VerificationStatus>().Any(known => Of(known) == expectation) => Of(status) == expectation,
        _ => null,
    };
}
