using System.Globalization;

namespace HmacKit.Inspection;

/// <summary>What the engine has found out, as it is kept and shown.</summary>
internal static class Findings
{
    /// <summary>A finding of an explanation.</summary>
    public static Finding Of(string scheme, SignatureDiagnosis diagnosis) => new()
    {
        Scheme = scheme,
        Status = VerificationStatuses.NameOf(diagnosis.Status),
        IsValid = diagnosis.Status == VerificationStatus.Valid,
        Causes = [.. diagnosis.Causes.Select(static cause => cause.Name)],
        Hints = [.. diagnosis.Hints.Select(static hint => hint.Name)],
        Advice = diagnosis.Status == VerificationStatus.Valid ? "" : diagnosis.Advice,
        DifferenceOffset = diagnosis.Difference?.Offset,
        DifferenceExpected = diagnosis.Difference?.ExpectedText,
        DifferenceSigned = diagnosis.Difference?.SignedText,
        IsComplete = diagnosis.IsComplete,
    };

    /// <summary>Which secret has signed the request, without a word of the secret itself.</summary>
    public static string? MatchedSecret(VerificationResult result)
    {
        if (result.Key is not { } entry)
        {
            return null;
        }

        string label = entry.Key.Label is { } text ? $" '{text}'" : "";
        string end = entry.Expires is { } expires ? string.Create(CultureInfo.InvariantCulture, $", accepted until {expires.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z") : "";
        return entry.IsPrimary ? $"the newest secret{label}{end}" : $"an older secret{label}{end}";
    }
}
