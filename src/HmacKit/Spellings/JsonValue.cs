using System.Buffers;
using System.Text;
using System.Text.Json;

namespace HmacKit;

/// <summary>
/// A JSON text taken apart, so that it can be written anew with one thing changed: numbers and strings stay as they are
/// spelt, members stay in their order. Immutable.
/// </summary>
internal sealed class JsonValue
{
    private readonly ReadOnlyMemory<byte> _text;

    private JsonValue(JsonTokenType kind, ReadOnlyMemory<byte> text, IReadOnlyList<Item> items)
    {
        Kind = kind;
        _text = text;
        Items = items;
    }

    /// <summary>A member of an object with its name in quotes, or an item of an array with none.</summary>
    public readonly record struct Item(ReadOnlyMemory<byte> Name, JsonValue Value)
    {
        public string DecodedName => JsonStrings.Decode(Name.Span);
    }

    /// <summary>The token it begins with.</summary>
    public JsonTokenType Kind { get; }

    public IReadOnlyList<Item> Items { get; }

    public bool IsObject => Kind == JsonTokenType.StartObject;

    public bool IsScalar => Kind is not (JsonTokenType.StartObject or JsonTokenType.StartArray);

    /// <summary>What a string says, or the text of a number, <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    public string Decoded => Kind == JsonTokenType.String ? JsonStrings.Decode(_text.Span) : Encoding.UTF8.GetString(_text.Span);

    /// <summary>A text as a JSON string with no more escapes than it needs.</summary>
    public static JsonValue OfString(string text) => new(JsonTokenType.String, Encoding.UTF8.GetBytes(JsonStrings.Quote(text)), []);

    public static JsonValue OfObject(IEnumerable<KeyValuePair<string, JsonValue>> members) =>
        new(JsonTokenType.StartObject, default, [.. members.Select(static member => new Item(Encoding.UTF8.GetBytes(JsonStrings.Quote(member.Key)), member.Value))]);

    public static JsonValue OfArray(IEnumerable<JsonValue> values) =>
        new(JsonTokenType.StartArray, default, [.. values.Select(static value => new Item(default, value))]);

    /// <summary>Takes a text apart; null if it isn't JSON, or is more than 64 levels deep.</summary>
    public static JsonValue? TryRead(ReadOnlyMemory<byte> json)
    {
        if (!JsonShape.IsJson(json.Span))
        {
            return null;
        }

        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        return Read(ref reader, json);
    }

    /// <summary>The text in a layout.</summary>
    public byte[] Write(JsonLayout layout)
    {
        var output = new ArrayBufferWriter<byte>(256);
        Write(layout, level: 0, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The same with the names of all objects in order: of their code points, or with upper and lower case as one.</summary>
    public JsonValue Sorted(bool ignoresCase = false)
    {
        // UTF-8 sorts like code points.
        IEnumerable<Item> items = Items.Select(item => item with { Value = item.Value.Sorted(ignoresCase) });
        return new(Kind, _text, [.. !IsObject ? items
            : ignoresCase ? items.OrderBy(static item => item.DecodedName, StringComparer.OrdinalIgnoreCase)
            : items.OrderBy(static item => Encoding.UTF8.GetBytes(item.DecodedName), ByteOrder.Instance)]);
    }

    /// <summary>The same with its own members in another order; its values stay.</summary>
    public JsonValue InOrder(Item[] items) => new(Kind, _text, items);

    /// <summary>The same without the members whose values meet a condition.</summary>
    public JsonValue Without(Func<JsonValue, bool> isLeftOut) => new(Kind, _text, [.. Items
        .Where(item => !IsObject || !isLeftOut(item.Value)).Select(item => item with { Value = item.Value.Without(isLeftOut) })]);

    /// <summary>The same with one more member at a place.</summary>
    public JsonValue With(int at, string name, JsonValue value)
    {
        List<Item> items = [.. Items];
        items.Insert(at, new Item(Encoding.UTF8.GetBytes(JsonStrings.Quote(name)), value));
        return new(Kind, _text, items);
    }

    /// <summary>The same with the names of all objects written otherwise.</summary>
    public JsonValue WithNames(Func<string, string> rename) => new(Kind, _text, [.. Items.Select(item => new Item(
        IsObject && item.DecodedName is var name && rename(name) is var other && other != name ? Encoding.UTF8.GetBytes(JsonStrings.Quote(other)) : item.Name,
        item.Value.WithNames(rename)))]);

    /// <summary>The same with the text of its scalars written otherwise; null leaves one as it is.</summary>
    public JsonValue WithScalars(Func<JsonValue, string?> rewrite) => IsScalar
        ? rewrite(this) is { } text ? new(Kind, Encoding.UTF8.GetBytes(text), []) : this
        : new(Kind, _text, [.. Items.Select(item => item with { Value = item.Value.WithScalars(rewrite) })]);

    private static JsonValue Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        JsonTokenType kind = reader.TokenType;
        if (kind is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return new(kind, Token(reader, json), []);
        }

        var items = new List<Item>();
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            ReadOnlyMemory<byte> name = default;
            if (kind == JsonTokenType.StartObject)
            {
                // The token ends before the colon.
                name = json.Slice((int)reader.TokenStartIndex, reader.ValueSpan.Length + 2);
                reader.Read();
            }

            items.Add(new Item(name, Read(ref reader, json)));
        }

        return new(kind, default, items);
    }

    private static ReadOnlyMemory<byte> Token(in Utf8JsonReader reader, ReadOnlyMemory<byte> json) =>
        json[(int)reader.TokenStartIndex..(int)reader.BytesConsumed];

    private void Write(JsonLayout layout, int level, ArrayBufferWriter<byte> output)
    {
        if (IsScalar)
        {
            output.Write(_text.Span);
            return;
        }

        output.Write(IsObject ? "{"u8 : "["u8);
        for (int i = 0; i < Items.Count; i++)
        {
            if (i > 0)
            {
                output.Write(","u8);
                WriteText(layout.BehindComma, output);
            }

            WriteNewLine(layout, level + 1, output);
            if (IsObject)
            {
                output.Write(Items[i].Name.Span);
                output.Write(":"u8);
                WriteText(layout.BehindColon, output);
            }

            Items[i].Value.Write(layout, level + 1, output);
        }

        if (Items.Count > 0)
        {
            WriteNewLine(layout, level, output);
        }

        output.Write(IsObject ? "}"u8 : "]"u8);
    }

    private static void WriteText(string text, ArrayBufferWriter<byte> output) => output.Advance(Encoding.ASCII.GetBytes(text, output.GetSpan(text.Length + 1)));

    private static void WriteNewLine(JsonLayout layout, int level, ArrayBufferWriter<byte> output)
    {
        if (layout.Indentation >= 0)
        {
            WriteText(layout.LineBreak, output);
            int blanks = layout.Indentation * level;
            output.GetSpan(blanks + 1)[..blanks].Fill((byte)layout.Blank);
            output.Advance(blanks);
        }
    }

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static ByteOrder Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
