using System.Text.Json;
using System.Text.Json.Nodes;

namespace HmacKit.Cli.Tests;

/// <summary>The requests that others signed, as the lines of a batch that they are.</summary>
internal static class RequestVectors
{
    public static string[] Lines { get; } =
    [
        .. new[] { "documented", "public" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Vectors", folder), "*.jsonl").Order(StringComparer.Ordinal))
            .SelectMany(File.ReadLines)
            .Where(line => line.Length > 0),
    ];

    public static string AllLines => string.Join('\n', Lines);

    public static JsonObject Parse(string line) => JsonNode.Parse(line)!.AsObject();

    public static string Text(this JsonObject json, string name) => json[name]!.GetValue<string>();

    /// <summary>Whether a status is one that the vector allows.</summary>
    public static bool IsAsExpected(string expectation, string status) => expectation switch
    {
        "valid" or "missing_header" or "signature_mismatch" => status == expectation,
        "timestamp_outside_window" => status is "timestamp_too_old" or "timestamp_in_future",
        "malformed_or_mismatch" => status is "malformed_header" or "signature_mismatch",
        "malformed_or_missing" => status is "malformed_header" or "missing_header",
        _ => throw new JsonException($"'{expectation}' is no expectation that the tests know."),
    };
}
