namespace HmacKit.Testing;

/// <summary>Groups of statuses that a vector may expect in place of one.</summary>
internal static class StatusText
{
    public static IReadOnlyList<string> Groups { get; } = ["timestamp_outside_window", "malformed_or_mismatch", "malformed_or_missing"];

    /// <summary>Whether an expectation allows a status; null for an expectation that isn't known.</summary>
    public static bool? Allows(string expectation, VerificationStatus status) => expectation switch
    {
        "timestamp_outside_window" => status is VerificationStatus.TimestampTooOld or VerificationStatus.TimestampInFuture,
        "malformed_or_mismatch" => status is VerificationStatus.MalformedHeader or VerificationStatus.SignatureMismatch,
        "malformed_or_missing" => status is VerificationStatus.MalformedHeader or VerificationStatus.MissingHeader,
        _ when VerificationStatuses.Find(expectation) is { } expected => status == expected,
        _ => null,
    };
}
