using System.Collections.Frozen;
using System.Text.Json;

namespace HmacKit.Cli;

/// <summary>Statuses as they are printed: the engine's names in snake case, such as <c>signature_mismatch</c>.</summary>
internal static class StatusName
{
    private static readonly FrozenDictionary<VerificationStatus, string> Names = Enum.GetValues<VerificationStatus>()
        .ToFrozenDictionary(static status => status, static status => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString()));

    public static string Of(VerificationStatus status) => Names[status];
}
