using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace HmacKit;

/// <summary>A member of a JSON text by its pointer (RFC 6901), found under the rules of <see cref="JsonPointers"/>.</summary>
internal sealed class JsonPointer
{
    /// <summary>The most steps of a pointer.</summary>
    public const int MaxSteps = 16;

    /// <summary>So many are kept for <see cref="Of"/>; what comes later is parsed each time, since nobody knows how many more there are.</summary>
    private const int MaxKept = 1024;

    private static readonly ConcurrentDictionary<string, JsonPointer> Kept = new(StringComparer.Ordinal);
    private static int keptCount;

    private readonly JsonPointers _alone;

    private JsonPointer(string text, byte[][] steps)
    {
        Text = text;
        Steps = steps;
        _alone = JsonPointers.Of([this])!;
    }

    /// <summary>What came of a search.</summary>
    public enum Outcome
    {
        Missing,
        Found,
        Malformed,
    }

    public string Text { get; }

    /// <summary>The names and indices on the way, unescaped.</summary>
    public IReadOnlyList<byte[]> Steps { get; }

    /// <summary>The pointer of this text; null if it is none.</summary>
    public static JsonPointer? Parse(string text)
    {
        if (text.Length > 0 && text[0] != '/')
        {
            return null;
        }

        string[] steps = text.Length == 0 ? [] : text[1..].Split('/');
        return steps.Length > MaxSteps
            ? null
            : new JsonPointer(text, [.. steps.Select(static step => Encoding.UTF8.GetBytes(step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))]);
    }

    /// <summary>The same for a text that schemes in code ask for with every request.</summary>
    public static JsonPointer? Of(string text)
    {
        if (Kept.TryGetValue(text, out JsonPointer? kept))
        {
            return kept;
        }

        JsonPointer? parsed = Parse(text);
        if (parsed is not null && Volatile.Read(ref keptCount) < MaxKept && Kept.TryAdd(text, parsed))
        {
            Interlocked.Increment(ref keptCount);
        }

        return parsed;
    }

    /// <summary>Finds the value.</summary>
    public Outcome Find(ReadOnlySpan<byte> json, out JsonSlice slice)
    {
        slice = default;
        if (!_alone.TryFind(json, new Span<JsonSlice>(ref slice)))
        {
            slice = default;
            return Outcome.Malformed;
        }

        return slice.Length == 0 ? Outcome.Missing : Outcome.Found;
    }
}

/// <summary>Where a JSON value is in its text, and of which type.</summary>
internal readonly record struct JsonSlice(int Start, int Length, JsonTokenType Type)
{
    /// <summary>Whether the value is one that can be carried or signed as text.</summary>
    public bool IsScalar => Type is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False;
}
