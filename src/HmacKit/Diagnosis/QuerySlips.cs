using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace HmacKit;

/// <summary>Slips with a query that is signed as JSON. They change what the part wrote, one after the other.</summary>
internal static class QuerySlips
{
    public static IEnumerable<Variation> Order(Draft draft)
    {
        if (!draft.Scheme.Plan.Steps.ToArray().Any(static step => step.Part is SortedQueryJsonPart))
        {
            yield break;
        }

        yield return new(draft.With(Change(static (draft, _) => Unsorted(draft.Target))), MessageCauses.QueryJsonUnsorted, "the query as JSON in the order of the URL");
        yield return new(
            draft.With(Change(static (draft, _) => Encoding.UTF8.GetBytes(TargetSlips.Split(draft.Target).Query.TrimStart('?')))),
            MessageCauses.QueryJsonRaw,
            "the query as it is in the URL");
        yield return new(
            draft.With(Change(static (draft, _) => Encoding.UTF8.GetBytes(TargetSlips.Split(draft.Target).Query))),
            MessageCauses.QueryJsonRaw,
            "the query as it is in the URL");
    }

    public static IEnumerable<Variation> Escape(Draft draft) =>
        OfJson(draft, json => JsonStrings.Respell(json, static (rune, isEscaped) => isEscaped && !rune.IsAscii ? rune.ToString() : null), MessageCauses.QueryJsonUnicode, "the query as JSON in UTF-8");

    public static IEnumerable<Variation> Values(Draft draft) =>
        OfJson(draft, Numbers, MessageCauses.QueryJsonNumbers, "the query as JSON with its values as numbers");

    public static IEnumerable<Variation> Blanks(Draft draft) =>
        OfJson(draft, static json => JsonText.Write(json, JsonText.Layout.Spaced, isSorted: false), MessageCauses.QueryJsonSpaced, "the query as JSON with blanks");

    private static IEnumerable<Variation> OfJson(Draft draft, JsonChange change, DiagnosisCause cause, string what) =>
        draft.Scheme.Plan.Steps.ToArray().Any(static step => step.Part is SortedQueryJsonPart)
            ? [new Variation(draft.With(Change((_, json) => JsonShape.IsJson(json) ? change(json) : null)), cause, what)]
            : [];

    private static Func<Draft, MessagePiece[], MessagePiece[]?> Change(QueryChange change) => (draft, pieces) =>
    {
        int index = Array.FindIndex(pieces, static piece => piece.Part is SortedQueryJsonPart);
        if (index < 0 || pieces[index].Bytes.IsEmpty || change(draft, pieces[index].Bytes.Span) is not { } changed)
        {
            return null;
        }

        MessagePiece[] result = [.. pieces];
        result[index] = pieces[index].With(changed);
        return result;
    };

    private static byte[] Unsorted(string target)
    {
        var json = new StringBuilder("{");
        foreach (string pair in TargetSlips.Split(target).Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] halves = [.. pair.Split('=', 2), ""];
            json.Append(json.Length > 1 ? "," : "").Append(Quote(halves[0])).Append(':').Append(Quote(halves[1]));
        }

        return Encoding.UTF8.GetBytes(json.Append('}').ToString());
    }

    private static string Quote(string text)
    {
        byte[] utf8 = PercentText.Decode(text, hasPlus: true);
        byte[] quoted = new byte[(JsonAscii.MaxExpansion * utf8.Length) + 2];
        int length = 0;
        return JsonAscii.TryWriteString(utf8, quoted, ref length) ? Encoding.ASCII.GetString(quoted, 0, length) : "\"\"";
    }

    /// <summary>The object with its numeric strings, and <c>true</c> and <c>false</c>, without quotes.</summary>
    private static byte[] Numbers(ReadOnlySpan<byte> json)
    {
        var output = new ArrayBufferWriter<byte>(json.Length);
        var reader = new Utf8JsonReader(json);
        int copied = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String && reader.GetString() is { } text && IsNumber(text))
            {
                int start = (int)reader.TokenStartIndex;
                output.Write(json[copied..start]);
                output.Write(Encoding.UTF8.GetBytes(text));
                copied = start + text.Length + 2;
            }
        }

        output.Write(json[copied..]);
        return output.WrittenSpan.ToArray();
    }

    // As a program would have it as a number: no leading zeros, no sign but a minus.
    private static bool IsNumber(string text) =>
        text is "true" or "false"
        || (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
            && JsonShape.IsJson(Encoding.UTF8.GetBytes(text)));

    private delegate byte[]? QueryChange(Draft draft, ReadOnlySpan<byte> json);

    private delegate byte[] JsonChange(ReadOnlySpan<byte> json);
}
