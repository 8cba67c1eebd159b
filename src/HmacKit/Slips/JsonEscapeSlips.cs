using System.Text;

namespace HmacKit;

/// <summary>Slips with the escapes in the strings of a JSON body: those of well-known writers first, then every mixture of the ways in which its characters can be spelt.</summary>
internal static class JsonEscapeSlips
{
    /// <summary>More kinds of characters than this are mixed only by well-known writers.</summary>
    private const int MaxMixed = 10;

    private static readonly (string Name, Func<JsonEscapes.Kind, JsonEscapes.Spelling> Spell)[] Writers =
    [
        ("JavaScript", static _ => JsonEscapes.Spelling.Plain),
        ("Python", static kind => kind.IsWide || kind.Has('\x7f') ? JsonEscapes.Spelling.LowerHex : JsonEscapes.Spelling.Plain),
        ("PHP", static kind => kind == JsonEscapes.Kind.Slash ? JsonEscapes.Spelling.Backslash : kind.IsWide ? JsonEscapes.Spelling.LowerHex : JsonEscapes.Spelling.Plain),
        ("PHP in UTF-8", static kind => kind == JsonEscapes.Kind.Slash ? JsonEscapes.Spelling.Backslash : JsonEscapes.Spelling.Plain),
        ("Go", static kind => IsOneOf(kind, "<>&") || kind == JsonEscapes.Kind.LineSeparators ? JsonEscapes.Spelling.LowerHex : JsonEscapes.Spelling.Plain),
        ("Gson", static kind => IsOneOf(kind, "<>&='") || kind == JsonEscapes.Kind.LineSeparators ? JsonEscapes.Spelling.LowerHex : JsonEscapes.Spelling.Plain),
        (".NET", static kind => kind.IsWide || IsOneOf(kind, "<>&'\"+`\x7f") ? JsonEscapes.Spelling.UpperHex : JsonEscapes.Spelling.Plain),
        (".NET with the relaxed encoder", static kind => kind == JsonEscapes.Kind.Astral || kind == JsonEscapes.Kind.LineSeparators ? JsonEscapes.Spelling.UpperHex : JsonEscapes.Spelling.Plain),
        ("Meta", static kind => kind == JsonEscapes.Kind.Slash ? JsonEscapes.Spelling.Backslash
            : kind.Has('<') ? JsonEscapes.Spelling.UpperHex
            : kind.IsWide || IsOneOf(kind, "%@") ? JsonEscapes.Spelling.LowerHex : JsonEscapes.Spelling.Plain),
    ];

    public static IEnumerable<Slip> Vary(SignedRequest signed)
    {
        if (!JsonSlips.IsObjectOrArray(signed) || JsonEscapes.Of(signed.Body) is not { Kinds.Count: > 0 } escapes)
        {
            yield break;
        }

        // One kind alone comes before the writers, whose mixtures would take the credit.
        foreach (JsonEscapes.Kind kind in escapes.Kinds)
        {
            foreach (JsonEscapes.Spelling spelling in SpellingsOf(kind))
            {
                if (With(signed, escapes, other => other == kind ? spelling : null) is { } alone)
                {
                    yield return alone;
                }
            }
        }

        foreach ((string name, Func<JsonEscapes.Kind, JsonEscapes.Spelling> spell) in Writers)
        {
            if (With(signed, escapes, kind => spell(kind)) is { } written)
            {
                yield return written with { What = $"the body as JSON in the way of {name}" };
            }
        }

    }

    /// <summary>Every mixture.</summary>
    public static IEnumerable<Slip> VaryWidely(SignedRequest signed)
    {
        JsonEscapes? escapes = JsonSlips.IsObjectOrArray(signed) ? JsonEscapes.Of(signed.Body) : null;
        foreach (Func<JsonEscapes.Kind, JsonEscapes.Spelling?> mixture in escapes is null ? [] : Mixtures(escapes.Kinds))
        {
            if (With(signed, escapes!, mixture) is { } mixed)
            {
                yield return mixed;
            }
        }
    }

    /// <summary>A JSON text in the ways of all writers.</summary>
    public static IEnumerable<byte[]> Spellings(ReadOnlyMemory<byte> json)
    {
        var escapes = JsonEscapes.Of(json);
        return Writers.Select(writer => escapes.Write(kind => writer.Spell(kind), out _));
    }

    private static bool IsOneOf(JsonEscapes.Kind kind, string characters) => characters.Any(kind.Has);

    private static IEnumerable<JsonEscapes.Spelling> SpellingsOf(JsonEscapes.Kind kind)
    {
        yield return JsonEscapes.Spelling.Plain;
        if (kind == JsonEscapes.Kind.Slash)
        {
            yield return JsonEscapes.Spelling.Backslash;
        }

        yield return JsonEscapes.Spelling.LowerHex;
        yield return JsonEscapes.Spelling.UpperHex;
    }

    /// <summary>Every choice of what is escaped, with its hex digits in one case, or in one case for ASCII and the other one for all else.</summary>
    private static IEnumerable<Func<JsonEscapes.Kind, JsonEscapes.Spelling?>> Mixtures(IReadOnlyList<JsonEscapes.Kind> kinds)
    {
        if (kinds.Count > MaxMixed)
        {
            yield break;
        }

        (JsonEscapes.Spelling Ascii, JsonEscapes.Spelling Others)[] cases =
        [
            (JsonEscapes.Spelling.LowerHex, JsonEscapes.Spelling.LowerHex), (JsonEscapes.Spelling.UpperHex, JsonEscapes.Spelling.UpperHex),
            (JsonEscapes.Spelling.UpperHex, JsonEscapes.Spelling.LowerHex), (JsonEscapes.Spelling.LowerHex, JsonEscapes.Spelling.UpperHex),
        ];
        for (int chosen = 0; chosen < 1 << kinds.Count; chosen++)
        {
            foreach ((JsonEscapes.Spelling ascii, JsonEscapes.Spelling others) in cases)
            {
                JsonEscapes.Kind[] escaped = [.. kinds.Where((_, i) => (chosen & (1 << i)) != 0)];
                yield return kind => !escaped.Contains(kind) ? JsonEscapes.Spelling.Plain
                    : kind == JsonEscapes.Kind.Slash ? JsonEscapes.Spelling.Backslash
                    : kind.IsWide ? others : ascii;
            }
        }
    }

    /// <summary>The body spelt anew; null if that changes nothing. Where nothing is said about a kind, it stays as it is.</summary>
    private static Slip? With(SignedRequest signed, JsonEscapes escapes, Func<JsonEscapes.Kind, JsonEscapes.Spelling?> spell)
    {
        byte[] body = escapes.Write(spell, out List<(JsonEscapes.Kind Kind, string Spelling)> changed);
        if (changed.Count == 0)
        {
            return null;
        }

        var causes = changed.Select(static change => CauseOf(change.Kind)).Distinct().ToList();
        return new Slip(signed with { Body = body }, causes.Count == 1 ? causes[0] : BodyCauses.BodyJsonEscapes, Describe(changed));
    }

    private static DiagnosisCause CauseOf(JsonEscapes.Kind kind) =>
        kind == JsonEscapes.Kind.Slash ? BodyCauses.BodyJsonSlashes : kind.IsWide ? BodyCauses.BodyJsonUnicode : BodyCauses.BodyJsonHtml;

    /// <summary>What was spelt otherwise, without any other character of the body than ASCII's marks.</summary>
    private static string Describe(List<(JsonEscapes.Kind Kind, string Spelling)> changed)
    {
        var words = new StringBuilder("the body as JSON with ");
        return words.AppendJoin(" and ", changed.Select(static change => change.Kind.IsWide || change.Kind == JsonEscapes.Kind.Controls
            ? $"{change.Kind.Name} {(change.Spelling.StartsWith("\\u", StringComparison.Ordinal) ? "as \\u escapes" : change.Kind.IsWide ? "in UTF-8" : "as short escapes")}"
            : $"{VisibleText.Of(Encoding.UTF8.GetBytes(change.Kind.Name))} as {VisibleText.Of(Encoding.UTF8.GetBytes(change.Spelling))}")).ToString();
    }
}
