using System.Text.Json;
using HmacKit;

namespace QuickStart;

/// <summary>Statuses as the command line prints them.</summary>
public static class StatusName
{
    public static string Of(VerificationStatus status) => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());
}
