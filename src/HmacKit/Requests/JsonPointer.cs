using System.Text;
using System.Text.Json;

namespace HmacKit;

/// <summary>
/// A member of a JSON text by its pointer (RFC 6901), found in one pass without a tree. The text must be JSON to its end,
/// at most 64 levels deep, and no name on the way may occur twice, in upper or lower case: two readers could take different ones.
/// </summary>
internal sealed class JsonPointer
{
    /// <summary>The most steps of a pointer.</summary>
    public const int MaxSteps = 16;

    private readonly byte[][] _steps;

    private JsonPointer(string text, byte[][] steps)
    {
        Text = text;
        _steps = steps;
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
    internal IReadOnlyList<byte[]> Steps => _steps;

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

    /// <summary>Finds the value.</summary>
    public Outcome Find(ReadOnlySpan<byte> json, out JsonSlice slice)
    {
        slice = default;
        if (!JsonShape.MayBeJson(json))
        {
            return Outcome.Malformed;
        }

        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            Outcome outcome = Descend(ref reader, 0, ref slice);
            while (outcome != Outcome.Malformed && reader.Read())
            {
            }

            return outcome;
        }
        catch (JsonException)
        {
            return Outcome.Malformed;
        }
        catch (InvalidOperationException)
        {
            // An escape in a name that stands for half a surrogate pair.
            return Outcome.Malformed;
        }
    }

    /// <summary>From the first token of a value to its last one.</summary>
    private Outcome Descend(ref Utf8JsonReader reader, int step, ref JsonSlice slice)
    {
        if (step == _steps.Length)
        {
            int start = (int)reader.TokenStartIndex;
            JsonTokenType type = reader.TokenType;
            reader.Skip();
            slice = new JsonSlice(start, (int)reader.BytesConsumed - start, type);
            return Outcome.Found;
        }

        Outcome outcome = Outcome.Missing;
        bool isInOtherCase = false;
        int index = -1;
        bool isArray = reader.TokenType == JsonTokenType.StartArray;
        if (!isArray && reader.TokenType != JsonTokenType.StartObject)
        {
            return outcome;
        }

        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            bool isNext = isArray ? IsIndex(_steps[step], ++index) : reader.ValueTextEquals(_steps[step]);
            isInOtherCase |= !isArray && !isNext && IsInOtherCase(reader, _steps[step]);
            if (!isArray)
            {
                reader.Read();
            }

            if (!isNext)
            {
                reader.Skip();
                continue;
            }

            if (outcome != Outcome.Missing || isInOtherCase)
            {
                return Outcome.Malformed;
            }

            outcome = Descend(ref reader, step + 1, ref slice);
            if (outcome == Outcome.Missing)
            {
                // The name was there, so a second one is still one too many.
                outcome = SkipToEnd(ref reader, isArray, step) ? Outcome.Missing : Outcome.Malformed;
                return outcome;
            }

            if (outcome == Outcome.Malformed)
            {
                return outcome;
            }
        }

        return outcome == Outcome.Found && isInOtherCase ? Outcome.Malformed : outcome;
    }

    private bool SkipToEnd(ref Utf8JsonReader reader, bool isArray, int step)
    {
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            if (!isArray && (reader.ValueTextEquals(_steps[step]) || IsInOtherCase(reader, _steps[step])))
            {
                return false;
            }

            if (!isArray)
            {
                reader.Read();
            }

            reader.Skip();
        }

        return true;
    }

    /// <summary>Whether a name differs from the step in the case of its letters alone: many readers take it for the same one.</summary>
    internal static bool IsInOtherCase(in Utf8JsonReader reader, ReadOnlySpan<byte> step)
    {
        ReadOnlySpan<byte> name = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
        {
            return name.Length == step.Length && Ascii.EqualsIgnoreCase(name, step);
        }

        // An escape takes six bytes for one at the most.
        byte[] plain = name.Length <= 6 * step.Length ? new byte[name.Length] : [];
        return plain.Length > 0 && Ascii.EqualsIgnoreCase(plain.AsSpan(0, reader.CopyString(plain)), step);
    }

    internal static bool IsIndex(ReadOnlySpan<byte> step, int index)
    {
        Span<byte> digits = stackalloc byte[11];
        return index.TryFormat(digits, out int length, default, null) && step.SequenceCompareTo(digits[..length]) == 0;
    }
}

/// <summary>Where a JSON value is in its text, and of which type.</summary>
internal readonly record struct JsonSlice(int Start, int Length, JsonTokenType Type)
{
    /// <summary>Whether the value is one that can be carried or signed as text.</summary>
    public bool IsScalar => Type is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False;
}
