using System.Text.Json;

namespace HmacKit.Inspection;

/// <summary>Statuses of API keys, written as those of signatures are.</summary>
internal static class StatusName
{
    public static string Of(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
