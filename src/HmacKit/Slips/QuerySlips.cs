using System.Globalization;
using System.Text;
using System.Text.Json;

namespace HmacKit;

/// <summary>Slips with a query that is signed as JSON. They change what the part wrote, one after the other.</summary>
internal static class QuerySlips
{
    public static IEnumerable<Slip> Order(SignedRequest signed)
    {
        if (!signed.Scheme.Plan.Steps.ToArray().Any(static step => step.Part is SortedQueryJsonPart))
        {
            yield break;
        }

        yield return new(signed.With(Change(static (signed, _) => Unsorted(signed.Target))), MessageCauses.QueryJsonUnsorted, "the query as JSON in the order of the URL");
        yield return new(
            signed.With(Change(static (signed, _) => Encoding.UTF8.GetBytes(TargetSlips.Split(signed.Target).Query.TrimStart('?')))),
            MessageCauses.QueryJsonRaw,
            "the query as it is in the URL");
        yield return new(
            signed.With(Change(static (signed, _) => Encoding.UTF8.GetBytes(TargetSlips.Split(signed.Target).Query))),
            MessageCauses.QueryJsonRaw,
            "the query as it is in the URL");
    }

    public static IEnumerable<Slip> Escape(SignedRequest signed) =>
        OfJson(signed, static json => JsonEscapes.Of(json).Write(static kind => kind.IsWide ? JsonEscapes.Spelling.Plain : null, out _), MessageCauses.QueryJsonUnicode, "the query as JSON in UTF-8");

    public static IEnumerable<Slip> Values(SignedRequest signed) =>
        OfJson(signed, static json => JsonValue.TryRead(json)!.WithScalars(AsNumber).Write(JsonLayout.Of(json.Span)), MessageCauses.QueryJsonNumbers, "the query as JSON with its values as numbers");

    public static IEnumerable<Slip> Blanks(SignedRequest signed) =>
        OfJson(signed, static json => JsonValue.TryRead(json)!.Write(JsonLayout.Spaced), MessageCauses.QueryJsonSpaced, "the query as JSON with blanks");

    private static IEnumerable<Slip> OfJson(SignedRequest signed, JsonChange change, DiagnosisCause cause, string what) =>
        signed.Scheme.Plan.Steps.ToArray().Any(static step => step.Part is SortedQueryJsonPart)
            ? [new Slip(signed.With(Change((_, json) => JsonShape.IsJson(json.Span) ? change(json) : null)), cause, what)]
            : [];

    private static Func<SignedRequest, MessagePiece[], MessagePiece[]?> Change(QueryChange change) => (signed, pieces) =>
    {
        int index = Array.FindIndex(pieces, static piece => piece.Part is SortedQueryJsonPart);
        if (index < 0 || pieces[index].Bytes.IsEmpty || change(signed, pieces[index].Bytes) is not { } changed)
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

    /// <summary>A numeric string, or <c>true</c> and <c>false</c>, without quotes.</summary>
    private static string? AsNumber(JsonValue value) => value.Kind == JsonTokenType.String && IsNumber(value.Decoded) ? value.Decoded : null;

    // As a program would have it as a number: no leading zeros, no sign but a minus.
    private static bool IsNumber(string text) =>
        text is "true" or "false"
        || (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
            && JsonShape.IsJson(Encoding.UTF8.GetBytes(text)));

    private delegate byte[]? QueryChange(SignedRequest signed, ReadOnlyMemory<byte> json);

    private delegate byte[] JsonChange(ReadOnlyMemory<byte> json);
}
