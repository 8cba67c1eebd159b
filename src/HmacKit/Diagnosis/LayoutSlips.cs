using System.Text;

namespace HmacKit;

/// <summary>Slips with the layout of the message: its separators, and the order of its parts.</summary>
internal static class LayoutSlips
{
    private const int MaxPermuted = 5;

    private static readonly string[] Separators = [".", ":", "\n", "|", ",", " ", "&", "-", "_", "+", ";", "\r\n", "\\n"];

    public static IEnumerable<Variation> Vary(Draft draft) =>
        [.. Separator(draft), .. OtherSeparators(draft), .. Missing(draft), .. Orders(draft)];

    private static Variation With(
        Draft draft, Func<MessagePiece[], IEnumerable<MessagePiece>> change, DiagnosisCause cause, string what, bool isWide = false) =>
        new(draft.With((_, pieces) => [.. change(pieces)]), cause, what, isWide);

    private static IEnumerable<Variation> Separator(Draft draft)
    {
        int[] literals = [.. Indices(draft, isLiteral: true)];
        if (literals.Length > 0)
        {
            yield return With(draft, static pieces => pieces.Where(static piece => !piece.IsLiteral), MessageCauses.SeparatorMissing, "the message without its separators");
            yield return With(draft, static pieces => pieces.SelectMany(static piece => piece.IsLiteral ? (MessagePiece[])[piece, piece] : [piece]), MessageCauses.SeparatorDoubled, "the message with each separator twice");
        }

        foreach (int at in literals)
        {
            yield return With(draft, pieces => pieces.Where((_, i) => i != at), MessageCauses.SeparatorMissing, $"the message without {Name(draft, at)}");
            yield return With(draft, pieces => pieces.SelectMany((piece, i) => i == at ? (MessagePiece[])[piece, piece] : [piece]), MessageCauses.SeparatorDoubled, $"the message with {Name(draft, at)} twice");
        }

        foreach (byte[] end in literals.Select(at => ((LiteralPart)draft.Scheme.Plan.Steps[at].Part).Bytes).TakeLast(1).Prepend("\n"u8.ToArray()).Append("\r\n"u8.ToArray()))
        {
            yield return With(draft, pieces => pieces.Append(new MessagePiece(new LiteralPart(""), end)), MessageCauses.SeparatorTrailing, "the message with a line break or separator at its end");
        }
    }

    private static IEnumerable<Variation> OtherSeparators(Draft draft)
    {
        foreach (string separator in Separators)
        {
            var piece = new MessagePiece(new LiteralPart(separator), Encoding.UTF8.GetBytes(separator));
            string what = $"the message with '{VisibleText.Of(piece.Bytes.Span).TrimEnd('\n')}' between its parts";
            yield return With(
                draft,
                pieces => Between(pieces, piece),
                MessageCauses.SeparatorOther,
                what);
        }
    }

    /// <summary>The pieces with one separator in place of whatever stands between two parts; a text before the first part stays.</summary>
    private static IEnumerable<MessagePiece> Between(MessagePiece[] pieces, MessagePiece separator)
    {
        bool isFirst = true;
        for (int i = 0; i < pieces.Length; i++)
        {
            if (pieces[i].IsLiteral)
            {
                if (isFirst)
                {
                    yield return pieces[i];
                }

                continue;
            }

            if (!isFirst)
            {
                yield return separator;
            }

            isFirst = false;
            yield return pieces[i];
        }
    }

    private static IEnumerable<Variation> Missing(Draft draft)
    {
        int[] parts = [.. Indices(draft, isLiteral: false)];
        if (parts.Length < 2)
        {
            yield break;
        }

        foreach (int at in parts)
        {
            // With the separator behind it, or, for the last one, the one before it.
            int separator = at == parts[^1] ? at - 1 : at + 1;
            bool hasSeparator = draft.Scheme.Plan.Steps[separator].Part is LiteralPart;
            yield return With(draft, pieces => pieces.Where((_, i) => i != at && !(hasSeparator && i == separator)), MessageCauses.PartMissing, $"the message without its {Ordinal(Array.IndexOf(parts, at))} part");
        }

        foreach (int at in parts)
        {
            yield return With(draft, pieces => [pieces[at]], MessageCauses.PartMissing, $"the {Ordinal(Array.IndexOf(parts, at))} part of the message alone");
        }
    }

    private static IEnumerable<Variation> Orders(Draft draft)
    {
        int[] parts = [.. Indices(draft, isLiteral: false)];
        if (parts.Length < 2)
        {
            yield break;
        }

        // Swapping two is likelier than any other order.
        IEnumerable<int[]> orders = parts.Length <= MaxPermuted ? Permutations(parts) : Swaps(parts);
        foreach (int[] order in orders.OrderBy(order => order.Where((at, i) => at != parts[i]).Count()))
        {
            bool isWide = order.Where((at, i) => at != parts[i]).Count() > 2;
            yield return With(
                draft,
                pieces => pieces.Select((piece, i) => Array.IndexOf(parts, i) is >= 0 and var place ? pieces[order[place]] : piece),
                MessageCauses.PartsOrder,
                "the parts of the message in another order",
                isWide);
        }
    }

    private static IEnumerable<int[]> Permutations(int[] values)
    {
        if (values.Length <= 1)
        {
            return [values];
        }

        return values.SelectMany((value, at) => Permutations([.. values[..at], .. values[(at + 1)..]]).Select(rest => (int[])[value, .. rest]));
    }

    private static IEnumerable<int[]> Swaps(int[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            for (int j = i + 1; j < values.Length; j++)
            {
                int[] swapped = [.. values];
                (swapped[i], swapped[j]) = (swapped[j], swapped[i]);
                yield return swapped;
            }
        }
    }

    private static IEnumerable<int> Indices(Draft draft, bool isLiteral)
    {
        int count = draft.Scheme.Plan.Steps.Length;
        return Enumerable.Range(0, count).Where(i => draft.Scheme.Plan.Steps[i].Part is LiteralPart == isLiteral);
    }

    private static string Name(Draft draft, int at) =>
        $"its text '{VisibleText.Of(((LiteralPart)draft.Scheme.Plan.Steps[at].Part).Bytes).TrimEnd('\n')}'";

    private static string Ordinal(int index) => index switch
    {
        0 => "first",
        1 => "second",
        2 => "third",
        _ => $"{index + 1}th",
    };
}
