using System.Runtime.CompilerServices;
using System.Text;

namespace HmacKit;

/// <summary>Writes structured field values in their one canonical form (RFC 9651 section 4.1).</summary>
internal static class StructuredText
{
    private const int StackChars = 256;

    /// <summary>A dictionary.</summary>
    public static string OfDictionary(IEnumerable<KeyValuePair<string, StructuredMember>> members)
    {
        var text = new DefaultInterpolatedStringHandler(0, 0, null, stackalloc char[StackChars]);
        bool isFirst = true;
        foreach ((string key, StructuredMember member) in members)
        {
            text.AppendLiteral(isFirst ? "" : ", ");
            isFirst = false;
            text.AppendLiteral(key);
            if (member is StructuredItem { Value: { Kind: BareKind.Truth, Text: "1" } })
            {
                Append(ref text, member.Parameters);
            }
            else
            {
                text.AppendLiteral("=");
                Append(ref text, member);
            }
        }

        return text.ToStringAndClear();
    }

    /// <summary>A list.</summary>
    public static string OfList(IEnumerable<StructuredMember> members)
    {
        var text = new DefaultInterpolatedStringHandler(0, 0, null, stackalloc char[StackChars]);
        bool isFirst = true;
        foreach (StructuredMember member in members)
        {
            text.AppendLiteral(isFirst ? "" : ", ");
            isFirst = false;
            Append(ref text, member);
        }

        return text.ToStringAndClear();
    }

    /// <summary>An item or an inner list with its parameters.</summary>
    public static string Of(StructuredMember member)
    {
        var text = new DefaultInterpolatedStringHandler(0, 0, null, stackalloc char[StackChars]);
        Append(ref text, member);
        return text.ToStringAndClear();
    }

    /// <summary>Appends an item or an inner list with its parameters.</summary>
    public static void Append(ref DefaultInterpolatedStringHandler text, StructuredMember member)
    {
        if (member is StructuredInnerList list)
        {
            text.AppendLiteral("(");
            for (int i = 0; i < list.Items.Count; i++)
            {
                text.AppendLiteral(i == 0 ? "" : " ");
                Append(ref text, list.Items[i]);
            }

            text.AppendLiteral(")");
        }
        else
        {
            Append(ref text, ((StructuredItem)member).Value);
        }

        Append(ref text, member.Parameters);
    }

    /// <summary>Appends parameters.</summary>
    public static void Append(ref DefaultInterpolatedStringHandler text, StructuredParameters parameters)
    {
        for (int i = 0; i < parameters.Pairs.Count; i++)
        {
            (string key, BareItem value) = parameters.Pairs[i];
            text.AppendLiteral(";");
            text.AppendLiteral(key);
            if (value is not { Kind: BareKind.Truth, Text: "1" })
            {
                text.AppendLiteral("=");
                Append(ref text, value);
            }
        }
    }

    private static void Append(ref DefaultInterpolatedStringHandler text, BareItem value)
    {
        (string before, string after) = value.Kind switch
        {
            BareKind.Text => ("\"", "\""),
            BareKind.Bytes => (":", ":"),
            BareKind.Truth => ("?", ""),
            BareKind.Date => ("@", ""),
            BareKind.DisplayText => ("%\"", "\""),
            _ => ("", ""),
        };
        text.AppendLiteral(before);
        text.AppendLiteral(value.Kind switch
        {
            BareKind.Text when value.Text.AsSpan().ContainsAny('\\', '"') => value.Text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal),
            BareKind.DisplayText => DisplayText(value.Text),
            _ => value.Text,
        });
        text.AppendLiteral(after);
    }

    private static string DisplayText(string value)
    {
        var text = new StringBuilder();
        foreach (byte b in Encoding.UTF8.GetBytes(value))
        {
            if (b is (byte)'%' or (byte)'"' or < 0x20 or > 0x7E)
            {
                text.Append('%').Append(Convert.ToHexStringLower([b]));
            }
            else
            {
                text.Append((char)b);
            }
        }

        return text.ToString();
    }
}
