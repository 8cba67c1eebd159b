using System.Text.Json;

namespace HmacKit;

/// <summary>Slips of those who turn data into JSON twice: once for signing, once for sending. The escapes are <see cref="JsonEscapeSlips"/>.</summary>
internal static class JsonSlips
{
    private const int MaxPermutedMembers = 5;

    /// <summary>Members that an optional value is often the value of.</summary>
    private static readonly string[] UsualNames =
    [
        "x", "y", "a", "b", "c", "data", "error", "message", "description", "note", "notes", "name", "type", "value", "metadata", "object", "status", "email",
        "phone", "parent", "comment", "deleted_at", "deletedAt", "updated_at", "updatedAt", "reason", "extra", "details", "tags", "code", "url", "user", "customer",
    ];

    /// <summary>The body with other members, or other names of them.</summary>
    public static IEnumerable<Slip> Members(SignedRequest signed)
    {
        if (Read(signed) is not { } json)
        {
            yield break;
        }

        Slip With(JsonValue changed, DiagnosisCause cause, string what) =>
            new(signed with { Body = changed.Write(JsonLayout.Of(signed.Body.Span)) }, cause, what);
        yield return With(json.Without(static value => value.Kind == JsonTokenType.Null), BodyCauses.BodyJsonNulls, "the body as JSON without its nulls");
        yield return With(json.Without(IsEmpty), BodyCauses.BodyJsonNulls, "the body as JSON without its nulls and empty values");
        yield return With(json.Without(IsDefault), BodyCauses.BodyJsonNulls, "the body as JSON without its nulls, zeros and empty values");
        yield return With(json.WithNames(Camel), BodyCauses.BodyJsonNames, "the body as JSON with names in camelCase");
        yield return With(json.WithNames(Pascal), BodyCauses.BodyJsonNames, "the body as JSON with names in PascalCase");
        yield return With(json.WithNames(static name => Separated(name, JsonNamingPolicy.SnakeCaseLower)), BodyCauses.BodyJsonNames, "the body as JSON with names in snake_case");
        yield return With(json.WithNames(static name => Separated(name, JsonNamingPolicy.KebabCaseLower)), BodyCauses.BodyJsonNames, "the body as JSON with names in kebab-case");
        yield return With(json.WithNames(static name => name.ToLowerInvariant()), BodyCauses.BodyJsonNames, "the body as JSON with names in lower case");
        yield return With(json.WithNames(static name => name.ToUpperInvariant()), BodyCauses.BodyJsonNames, "the body as JSON with names in upper case");
        yield return With(json.WithScalars(WithoutZeros), BodyCauses.BodyJsonNumbers, "the body as JSON without zeros at the end of its numbers");
        yield return With(json.WithScalars(static value => AsDecimal(value, ".0")), BodyCauses.BodyJsonNumbers, "the body as JSON with '.0' behind its whole numbers");
        yield return With(json.WithScalars(static value => AsDecimal(value, ".00")), BodyCauses.BodyJsonNumbers, "the body as JSON with '.00' behind its whole numbers");
        yield return With(json.WithScalars(AsString), BodyCauses.BodyJsonNumbers, "the body as JSON with numbers as strings");
    }

    /// <summary>The body with a null that a receiver may have left out; what its name was can only be guessed.</summary>
    public static IEnumerable<Slip> LeftOut(SignedRequest signed)
    {
        if (Read(signed) is not { IsObject: true } json)
        {
            yield break;
        }

        JsonLayout layout = JsonLayout.Of(signed.Body.Span);
        foreach (string name in UsualNames.Where(name => json.Items.All(item => item.DecodedName != name)))
        {
            for (int at = json.Items.Count; at >= 0; at--)
            {
                yield return new(signed with { Body = json.With(at, name, Null).Write(layout) }, BodyCauses.BodyJsonNulls, $"the body as JSON with \"{name}\":null in it");
            }
        }
    }

    /// <summary>The body with its names sorted.</summary>
    public static IEnumerable<Slip> Sort(SignedRequest signed)
    {
        if (Read(signed) is { } json)
        {
            JsonLayout layout = JsonLayout.Of(signed.Body.Span);
            yield return new(signed with { Body = json.Sorted().Write(layout) }, BodyCauses.BodyJsonSorted, "the body as JSON with sorted names");
            yield return new(signed with { Body = json.Sorted(ignoresCase: true).Write(layout) }, BodyCauses.BodyJsonSorted, "the body as JSON with names sorted without regard to case");
        }
    }

    /// <summary>The body with the members of one of its objects in every order: what sorted them has lost theirs.</summary>
    public static IEnumerable<Slip> Permute(SignedRequest signed)
    {
        JsonLayout layout = JsonLayout.Of(signed.Body.Span);
        foreach (JsonValue changed in Read(signed) is { } json ? Permuted(json) : [])
        {
            yield return new(signed with { Body = changed.Write(layout) }, BodyCauses.BodyJsonSorted, "the body as JSON with its names in another order");
        }
    }

    /// <summary>The body with other blanks between its tokens.</summary>
    public static IEnumerable<Slip> LayOut(SignedRequest signed)
    {
        if (Read(signed) is not { } json)
        {
            yield break;
        }

        Slip With(JsonLayout layout, DiagnosisCause cause, string what) => new(signed with { Body = json.Write(layout) }, cause, what);
        yield return With(JsonLayout.Compact, BodyCauses.BodyJsonCompact, "the body as compact JSON");
        yield return With(JsonLayout.Spaced, BodyCauses.BodyJsonSpaced, "the body as JSON with blanks behind colons and commas");
        yield return With(new JsonLayout(" ", "", -1), BodyCauses.BodyJsonSpaced, "the body as JSON with blanks behind colons");
        yield return With(new JsonLayout("", " ", -1), BodyCauses.BodyJsonSpaced, "the body as JSON with blanks behind commas");
        yield return With(JsonLayout.Indented(2), BodyCauses.BodyJsonIndented, "the body as JSON indented by two blanks");
        yield return With(JsonLayout.Indented(4), BodyCauses.BodyJsonIndented, "the body as JSON indented by four blanks");
        yield return With(new JsonLayout(" ", "", 1, Blank: '\t'), BodyCauses.BodyJsonIndented, "the body as JSON indented by tabs");
        yield return With(new JsonLayout(" ", "", 2, LineBreak: "\r\n"), BodyCauses.BodyJsonIndented, "the body as JSON indented by two blanks, with the line breaks of Windows");
    }

    /// <summary>Whether the body may be rewritten as JSON.</summary>
    public static bool IsObjectOrArray(SignedRequest signed) =>
        signed.HasSmallBody && signed.Body.Span.TrimStart(" \r\n\t"u8) is [(byte)'{' or (byte)'[', ..] && JsonShape.IsJson(signed.Body.Span);

    private static JsonValue Null { get; } = JsonValue.TryRead("null"u8.ToArray())!;

    private static JsonValue? Read(SignedRequest signed) => IsObjectOrArray(signed) ? JsonValue.TryRead(signed.Body) : null;

    private static IEnumerable<JsonValue> Permuted(JsonValue value)
    {
        JsonValue.Item[] items = [.. value.Items];
        foreach (JsonValue.Item[] order in value.IsObject && items.Length is > 1 and <= MaxPermutedMembers ? LayoutSlips.Permutations(items) : [])
        {
            yield return value.InOrder(order);
        }

        for (int i = 0; i < items.Length; i++)
        {
            foreach (JsonValue changed in Permuted(items[i].Value))
            {
                yield return value.InOrder([.. items[..i], items[i] with { Value = changed }, .. items[(i + 1)..]]);
            }
        }
    }

    private static bool IsEmpty(JsonValue value) =>
        value.Kind == JsonTokenType.Null || (value.IsScalar ? value.Kind == JsonTokenType.String && value.Decoded.Length == 0 : value.Items.Count == 0);

    private static bool IsDefault(JsonValue value) =>
        IsEmpty(value) || value.Kind == JsonTokenType.False || (value.Kind == JsonTokenType.Number && value.Decoded.All(static c => c is '0' or '.' or '-'));

    private static string Camel(string name)
    {
        string[] words = name.Split('_', '-');
        return Lower(words[0]) + string.Concat(words.Skip(1).Select(Upper));
    }

    private static string Pascal(string name) => string.Concat(name.Split('_', '-').Select(Upper));

    private static string Separated(string name, JsonNamingPolicy policy) => policy.ConvertName(name);

    private static string Lower(string word) => JsonNamingPolicy.CamelCase.ConvertName(word);

    private static string Upper(string word) => word.Length == 0 ? "" : char.ToUpperInvariant(word[0]) + word[1..];

    private static string? WithoutZeros(JsonValue value) =>
        value.Kind == JsonTokenType.Number && value.Decoded is var text && text.Contains('.', StringComparison.Ordinal) && !text.AsSpan().ContainsAny('e', 'E')
            ? text.TrimEnd('0').TrimEnd('.')
            : null;

    private static string? AsDecimal(JsonValue value, string fraction) =>
        value.Kind == JsonTokenType.Number && !value.Decoded.AsSpan().ContainsAny('.', 'e', 'E') ? value.Decoded + fraction : null;

    private static string? AsString(JsonValue value) => value.Kind == JsonTokenType.Number ? $"\"{value.Decoded}\"" : null;
}
