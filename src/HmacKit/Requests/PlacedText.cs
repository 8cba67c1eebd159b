using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HmacKit;

/// <summary>Puts a text into a query, form, JSON body, path or list of cookies, in place of one that is there already.</summary>
internal static class PlacedText
{
    /// <summary>The target with the parameter as its last one.</summary>
    public static string InQuery(string target, string name, string text)
    {
        string query = InParameters(TargetText.Query(target).ToString(), name, text);
        return string.Concat(TargetText.Path(target), "?", query);
    }

    /// <summary>A query or form with the parameter as its last one.</summary>
    /// <exception cref="ArgumentException">Another one differs from it in case alone: who receives it may take either, so a verifier takes none.</exception>
    public static string InParameters(string parameters, string name, string text)
    {
        while (ParameterText.TryFindPair(parameters.AsSpan(), name, out int start, out int length))
        {
            parameters = parameters.Remove(start, length);
        }

        string pair = $"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(text)}";
        string all = parameters.Length == 0 ? pair : $"{parameters}&{pair}";
        return ParameterText.Find(all.AsSpan(), name, out _, out _) == 1
            ? all
            : throw new ArgumentException($"The request has a parameter whose name differs from '{name}' in case alone, and would be refused for it. Leave it out, or call it something else.");
    }

    /// <summary>The path with a new segment of this number.</summary>
    public static string InPath(string target, int segment, string text)
    {
        if (segment > 1 && !TargetText.TryFindSegment(target, segment - 1, out _, out _))
        {
            throw new ArgumentException($"The path has fewer than {segment - 1} segments, so there is no place for the signature's.");
        }

        int at = 0;
        if (segment > 1 && TargetText.TryFindSegment(target, segment - 1, out int start, out int length))
        {
            at = start + length;
        }

        return target.Insert(at, "/" + text);
    }

    /// <summary>A Cookie header with the cookie as its last one.</summary>
    public static string InCookies(string? cookies, string name, string text)
    {
        IEnumerable<string> others = (cookies ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(cookie => !cookie.StartsWith(name + "=", StringComparison.Ordinal));
        return string.Join("; ", others.Append($"{name}={text}"));
    }

    /// <summary>
    /// The JSON with the member: its value is replaced where it is there, else the member is added as the last one of its
    /// object, which must be there. All other bytes stay as they are.
    /// </summary>
    public static byte[] InJson(ReadOnlySpan<byte> json, JsonPointer pointer, string text)
    {
        byte[] value = Encoding.UTF8.GetBytes($"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"");
        if (pointer.Find(json, out JsonSlice slice) == JsonPointer.Outcome.Found)
        {
            // A number stays one: quotes around it would be another body.
            value = slice.Type == JsonTokenType.Number && !text.AsSpan().ContainsAnyExceptInRange('0', '9') ? Encoding.ASCII.GetBytes(text) : value;
            return [.. json[..slice.Start], .. value, .. json[(slice.Start + slice.Length)..]];
        }

        int last = pointer.Text.LastIndexOf('/');
        JsonPointer parent = JsonPointer.Parse(pointer.Text[..last])!;
        if (parent.Find(json, out JsonSlice owner) != JsonPointer.Outcome.Found || owner.Type != JsonTokenType.StartObject)
        {
            throw new ArgumentException($"The body isn't JSON with an object for '{pointer.Text}' to stand in.");
        }

        string name = pointer.Text[(last + 1)..].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        int end = owner.Start + owner.Length - 1;
        bool isEmpty = json[(owner.Start + 1)..end].Trim(" \n\r\t"u8).IsEmpty;
        byte[] member = Encoding.UTF8.GetBytes($"{(isEmpty ? "" : ",")}\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(name)}\":");
        return [.. json[..end], .. member, .. value, .. json[end..]];
    }
}
