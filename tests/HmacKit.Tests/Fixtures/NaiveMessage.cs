using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace HmacKit.Tests.Fixtures;

/// <summary>
/// A scheme's message written a second time in the plainest way, with strings and copies and nothing of the engine, so
/// that the engine isn't tested against itself.
/// </summary>
internal static class NaiveMessage
{
    public sealed record Values(string Timestamp, string Id, string Nonce, string KeyId);

    public static byte[] Of(string template, RawRequest request, Values values) =>
        [.. Regex.Split(template, @"(\{[^}]*\})").SelectMany(piece => Part(piece, request, values))];

    /// <summary>The tag as the framework computes it.</summary>
    public static byte[] Tag(HmacAlgorithm algorithm, byte[] secret, byte[] message) => algorithm.TagSize switch
    {
        20 => Sha1(secret, message),
        32 => HMACSHA256.HashData(secret, message),
        48 => HMACSHA384.HashData(secret, message),
        _ => HMACSHA512.HashData(secret, message),
    };

    private static byte[] Part(string piece, RawRequest request, Values values)
    {
        string path = request.Target.Split('?')[0];
        string query = request.Target.Length > path.Length ? request.Target[(path.Length + 1)..] : "";
        byte[] body = request.Body.ToArray();
        return piece switch
        {
            "{body}" => body,
            "{body:sha256:hex}" => Utf8(Convert.ToHexStringLower(SHA256.HashData(body))),
            "{body:sha512:base64}" => Utf8(Convert.ToBase64String(SHA512.HashData(body))),
            "{method}" => Utf8(request.Method.ToUpperInvariant()),
            "{target}" => Utf8(request.Target),
            "{path}" => Utf8(path),
            "{query}" => Utf8(query),
            "{query:sorted-json}" => Utf8(SortedJson(query)),
            "{timestamp}" => Utf8(values.Timestamp),
            "{id}" => Utf8(values.Id),
            "{nonce}" => Utf8(values.Nonce),
            "{keyid}" => Utf8(values.KeyId),
            "{header:Host}" => Utf8(Host(request)),
            _ when piece.StartsWith('{') => throw new InvalidOperationException($"The naive message doesn't know {piece}."),
            _ => Utf8(piece),
        };
    }

    /// <summary>The query as JSON with its names sorted by code point.</summary>
    public static string SortedJson(string query)
    {
        IEnumerable<string> members = query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .Select(pair => (Name: Decode(pair[0]), Value: pair.Length > 1 ? Decode(pair[1]) : ""))
            .OrderBy(pair => string.Concat(pair.Name.EnumerateRunes().Select(rune => $"{rune.Value:x6}")), StringComparer.Ordinal)
            .Select(pair => $"{Quote(pair.Name)}:{Quote(pair.Value)}");
        string json = string.Join(',', members);
        return json.Length == 0 ? "" : "{" + json + "}";
    }

    // UnescapeDataString leaves a '%' that isn't followed by two hex digits.
    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static string Quote(string text) => "\"" + string.Concat(text.Select(unit => unit switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\f' => "\\f",
        '\b' => "\\b",
        < ' ' or > '~' => $"\\u{(int)unit:x4}",
        _ => unit.ToString(),
    })) + "\"";

    // A header without a value isn't there.
    private static string Host(RawRequest request) => request.Headers
        .Where(header => header.Key.Equals("Host", StringComparison.OrdinalIgnoreCase) && header.Value is not null)
        .Select(header => header.Value)
        .SingleOrDefault() ?? "";

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

#pragma warning disable CA5350 // the legacy algorithm is what is tested
    private static byte[] Sha1(byte[] secret, byte[] message) => HMACSHA1.HashData(secret, message);
#pragma warning restore CA5350
}
