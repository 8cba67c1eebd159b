using System.Text;
using System.Text.Json;

namespace HmacKit;

/// <summary>
/// Members of one JSON text, found in one pass without a tree. The text must be JSON to its end, at most 64 levels deep,
/// and no name on the way to a member may occur twice, in upper or lower case: two readers could take different ones.
/// </summary>
internal sealed class JsonPointers
{
    /// <summary>The most members that are found together.</summary>
    public const int MaxCount = 16;

    private readonly Node _root;

    private JsonPointers(Node root, int count)
    {
        _root = root;
        Count = count;
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>The pointers together; null where one leads to another one's value, there are none, or too many.</summary>
    public static JsonPointers? Of(IReadOnlyList<JsonPointer> pointers)
    {
        var root = new Node([]);
        for (int i = 0; i < pointers.Count; i++)
        {
            Node node = root;
            foreach (byte[] step in pointers[i].Steps)
            {
                if (node.Slot >= 0)
                {
                    return null;
                }

                Node? next = Array.Find(node.Children, child => child.Name.AsSpan().SequenceCompareTo(step) == 0);
                if (next is null)
                {
                    next = new Node(step);
                    node.Children = [.. node.Children, next];
                }

                node = next;
            }

            if (node.Slot >= 0 || node.Children.Length > 0)
            {
                return null;
            }

            node.Slot = i;
        }

        return pointers.Count is 0 or > MaxCount ? null : new JsonPointers(root, pointers.Count);
    }

    /// <summary>Finds the values; one that isn't there has no length. False if the text is no JSON, or a name on a way is there twice.</summary>
    public bool TryFind(ReadOnlySpan<byte> json, Span<JsonSlice> slices)
    {
        slices.Clear();
        if (!JsonShape.MayBeJson(json))
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            bool isFound = TryDescend(ref reader, _root, slices);
            while (isFound && reader.Read())
            {
            }

            return isFound;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // An escape in a name that stands for half a surrogate pair.
            return false;
        }
    }

    /// <summary>From the first token of a value to its last one.</summary>
    private static bool TryDescend(ref Utf8JsonReader reader, Node node, Span<JsonSlice> slices)
    {
        if (node.Slot >= 0)
        {
            int start = (int)reader.TokenStartIndex;
            JsonTokenType type = reader.TokenType;
            reader.Skip();
            slices[node.Slot] = new JsonSlice(start, (int)reader.BytesConsumed - start, type);
            return true;
        }

        bool isArray = reader.TokenType == JsonTokenType.StartArray;
        if (!isArray && reader.TokenType != JsonTokenType.StartObject)
        {
            return true;
        }

        int seen = 0;
        int inOtherCase = 0;
        for (int index = 0; reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray); index++)
        {
            int next = isArray ? FindIndex(node.Children, index) : FindName(reader, node.Children, ref inOtherCase);
            if (!isArray)
            {
                reader.Read();
            }

            if (next < 0)
            {
                reader.Skip();
                continue;
            }

            if ((seen & (1 << next)) != 0 || !TryDescend(ref reader, node.Children[next], slices))
            {
                return false;
            }

            seen |= 1 << next;
        }

        return (seen & inOtherCase) == 0;
    }

    private static int FindName(in Utf8JsonReader reader, Node[] children, ref int inOtherCase)
    {
        int found = -1;
        for (int i = 0; i < children.Length; i++)
        {
            byte[] name = children[i].Name;
            if (!reader.ValueIsEscaped && reader.ValueSpan.Length != name.Length)
            {
                continue;
            }

            if (reader.ValueTextEquals(name))
            {
                found = i;
            }
            else if (IsInOtherCase(reader, name))
            {
                inOtherCase |= 1 << i;
            }
        }

        return found;
    }

    private static int FindIndex(Node[] children, int index)
    {
        for (int i = 0; i < children.Length; i++)
        {
            if (IsIndex(children[i].Name, index))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether a name differs from the step in the case of its letters alone: many readers take it for the same one.</summary>
    private static bool IsInOtherCase(in Utf8JsonReader reader, ReadOnlySpan<byte> step)
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

    private static bool IsIndex(ReadOnlySpan<byte> step, int index)
    {
        Span<byte> digits = stackalloc byte[11];
        return index.TryFormat(digits, out int length, default, null) && step.SequenceCompareTo(digits[..length]) == 0;
    }

    /// <summary>A step of some of the pointers.</summary>
    private sealed class Node(byte[] name)
    {
        public byte[] Name { get; } = name;

        public Node[] Children { get; set; } = [];

        /// <summary>Which pointer ends here; -1 if none does.</summary>
        public int Slot { get; set; } = -1;
    }
}
