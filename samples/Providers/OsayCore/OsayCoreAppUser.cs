using System.Globalization;
using System.Text.Json.Nodes;

namespace Providers.OsayCore;

/// <summary>What differs for one user of an application; what is null is as for all others.</summary>
internal sealed class OsayCoreAppUser
{
    public static OsayCoreAppUser Usual { get; } = new();

    /// <summary>Whether this application may be used.</summary>
    public bool? CanUse { get; set; }

    public decimal? CreditRate { get; set; }

    public string[]? Scopes { get; set; }

    /// <summary>Permissions that the application has thought of: truth values, numbers and texts.</summary>
    public Dictionary<string, string> Permissions { get; set; } = [];

    /// <summary>The permissions as JSON; settings are texts, so what is a truth value or a number in them is read back.</summary>
    public JsonObject PermissionsAsJson() => new(Permissions.Select(static pair => KeyValuePair.Create(pair.Key, (JsonNode?)ToJson(pair.Value))));

    private static JsonValue? ToJson(string text) =>
        bool.TryParse(text, out bool flag) ? JsonValue.Create(flag)
        : decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) ? JsonValue.Create(number)
        : JsonValue.Create(text);
}
