using System.Text;

namespace HmacKit;

/// <summary>Slips with the text between the parts of a message. They come before all other changes of the layout.</summary>
internal static class SeparatorSlips
{
    private static readonly string[] Separators = [".", ":", "\n", "|", ",", " ", "&", "-", "_", "+", ";", "\r\n", "\\n"];

    public static IEnumerable<Variation> Vary(Draft draft) => [.. MissingOrDoubled(draft), .. OtherSeparators(draft)];

    /// <summary>Something behind the last part, which <c>echo</c> puts there.</summary>
    public static IEnumerable<Variation> End(Draft draft)
    {
        byte[][] last = [.. Literals(draft).TakeLast(1).Select(at => ((LiteralPart)draft.Scheme.Plan.Steps[at].Part).Bytes)];
        foreach (byte[] end in (byte[][])["\n"u8.ToArray(), .. last, "\r\n"u8.ToArray()])
        {
            yield return With(draft, pieces => pieces.Append(new MessagePiece(new LiteralPart(""), end)), MessageCauses.SeparatorTrailing, "the message with a line break or separator at its end");
        }
    }

    private static IEnumerable<Variation> MissingOrDoubled(Draft draft)
    {
        int[] literals = [.. Literals(draft)];
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

    private static Variation With(Draft draft, Func<MessagePiece[], IEnumerable<MessagePiece>> change, DiagnosisCause cause, string what) =>
        new(draft.With((_, pieces) => [.. change(pieces)]), cause, what);

    private static IEnumerable<int> Literals(Draft draft)
    {
        int count = draft.Scheme.Plan.Steps.Length;
        return Enumerable.Range(0, count).Where(i => draft.Scheme.Plan.Steps[i].Part is LiteralPart);
    }

    private static string Name(Draft draft, int at) =>
        $"its text '{VisibleText.Of(((LiteralPart)draft.Scheme.Plan.Steps[at].Part).Bytes).TrimEnd('\n')}'";
}
