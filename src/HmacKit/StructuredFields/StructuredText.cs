using System.Text;

namespace HmacKit;

/// <summary>Writes structured field values in their one canonical form (RFC 9651 section 4.1).</summary>
internal static class StructuredText
{
    /// <summary>A dictionary.</summary>
    public static string OfDictionary(IEnumerable<KeyValuePair<string, StructuredMember>> members)
    {
        var text = new StringBuilder();
        foreach ((string key, StructuredMember member) in members)
        {
            text.Append(text.Length == 0 ? "" : ", ").Append(key);
            if (member is StructuredItem { Value: { Kind: BareKind.Truth, Text: "1" } })
            {
                Append(text, member.Parameters);
            }
            else
            {
                text.Append('=');
                Append(text, member);
            }
        }

        return text.ToString();
    }

    /// <summary>A list.</summary>
    public static string OfList(IEnumerable<StructuredMember> members)
    {
        var text = new StringBuilder();
        foreach (StructuredMember member in members)
        {
            text.Append(text.Length == 0 ? "" : ", ");
            Append(text, member);
        }

        return text.ToString();
    }

    /// <summary>An item or an inner list with its parameters.</summary>
    public static string Of(StructuredMember member)
    {
        var text = new StringBuilder();
        Append(text, member);
        return text.ToString();
    }

    private static void Append(StringBuilder text, StructuredMember member)
    {
        if (member is StructuredInnerList list)
        {
            text.Append('(');
            for (int i = 0; i < list.Items.Count; i++)
            {
                text.Append(i == 0 ? "" : " ");
                Append(text, list.Items[i]);
            }

            text.Append(')');
        }
        else
        {
            Append(text, ((StructuredItem)member).Value);
        }

        Append(text, member.Parameters);
    }

    private static void Append(StringBuilder text, StructuredParameters parameters)
    {
        foreach ((string key, BareItem value) in parameters.Pairs)
        {
            text.Append(';').Append(key);
            if (value is not { Kind: BareKind.Truth, Text: "1" })
            {
                text.Append('=');
                Append(text, value);
            }
        }
    }

    private static void Append(StringBuilder text, BareItem value)
    {
        switch (value.Kind)
        {
            case BareKind.Text:
                text.Append('"').Append(value.Text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
                break;
            case BareKind.Bytes:
                text.Append(':').Append(value.Text).Append(':');
                break;
            case BareKind.Truth:
                text.Append('?').Append(value.Text);
                break;
            case BareKind.Date:
                text.Append('@').Append(value.Text);
                break;
            case BareKind.DisplayText:
                AppendDisplayText(text, value.Text);
                break;
            default:
                text.Append(value.Text);
                break;
        }
    }

    private static void AppendDisplayText(StringBuilder text, string value)
    {
        text.Append("%\"");
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

        text.Append('"');
    }
}
