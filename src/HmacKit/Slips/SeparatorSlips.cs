using System.Text;

namespace HmacKit;

/// <summary>Slips with the text between the parts of a message. They come before all other changes of the layout.</summary>
internal static class SeparatorSlips
{
    private static readonly string[] Separators = [".", ":", "\n", "|", ",", " ", "&", "-", "_", "+", ";", "\r\n", "\\n"];

    public static IEnumerable<Slip> Vary(SignedRequest signed) => [.. MissingOrDoubled(signed), .. OtherSeparators(signed)];

    /// <summary>Something behind the last part, which <c>echo</c> puts there.</summary>
    public static IEnumerable<Slip> End(SignedRequest signed)
    {
        byte[][] last = [.. Literals(signed).TakeLast(1).Select(at => ((LiteralPart)signed.Scheme.Plan.Steps[at].Part).Bytes)];
        foreach (byte[] end in (byte[][])["\n"u8.ToArray(), .. last, "\r\n"u8.ToArray()])
        {
            yield return With(signed, pieces => pieces.Append(new MessagePiece(new LiteralPart(""), end)), MessageCauses.SeparatorTrailing, "the message with a line break or separator at its end");
        }
    }

    private static IEnumerable<Slip> MissingOrDoubled(SignedRequest signed)
    {
        int[] literals = [.. Literals(signed)];
        if (literals.Length > 0)
        {
            yield return With(signed, static pieces => pieces.Where(static piece => !piece.IsLiteral), MessageCauses.SeparatorMissing, "the message without its separators");
            yield return With(signed, static pieces => pieces.SelectMany(static piece => piece.IsLiteral ? (MessagePiece[])[piece, piece] : [piece]), MessageCauses.SeparatorDoubled, "the message with each separator twice");
        }

        foreach (int at in literals)
        {
            yield return With(signed, pieces => pieces.Where((_, i) => i != at), MessageCauses.SeparatorMissing, $"the message without {Name(signed, at)}");
            yield return With(signed, pieces => pieces.SelectMany((piece, i) => i == at ? (MessagePiece[])[piece, piece] : [piece]), MessageCauses.SeparatorDoubled, $"the message with {Name(signed, at)} twice");
        }
    }

    private static IEnumerable<Slip> OtherSeparators(SignedRequest signed)
    {
        foreach (string separator in Separators)
        {
            var piece = new MessagePiece(new LiteralPart(separator), Encoding.UTF8.GetBytes(separator));
            string what = $"the message with '{VisibleText.Of(piece.Bytes.Span).TrimEnd('\n')}' between its parts";
            yield return With(
                signed,
                pieces => Between(pieces, piece),
                MessageCauses.SeparatorOther,
                what);
            if (Leading(signed) is { } leading)
            {
                string begin = leading + separator;
                yield return With(
                    signed,
                    pieces => Between(pieces, piece).Select((one, i) => i == 0 ? new MessagePiece(new LiteralPart(begin), Encoding.UTF8.GetBytes(begin)) : one),
                    MessageCauses.SeparatorOther,
                    what);
            }
        }
    }

    /// <summary>The text before the first part without the separator at its end, <c>v0</c> of <c>v0:</c>; null if there is none such.</summary>
    private static string? Leading(SignedRequest signed)
    {
        string[] texts = [.. signed.Scheme.Plan.Steps.ToArray().Select(static step => step.Part).OfType<LiteralPart>().Select(static part => Encoding.UTF8.GetString(part.Bytes))];
        return signed.Scheme.Plan.Steps[0].Part is LiteralPart && texts.Length > 1 && texts[1].Length < texts[0].Length && texts[0].EndsWith(texts[1], StringComparison.Ordinal)
            ? texts[0][..^texts[1].Length]
            : null;
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

    private static Slip With(SignedRequest signed, Func<MessagePiece[], IEnumerable<MessagePiece>> change, DiagnosisCause cause, string what) =>
        new(signed.With((_, pieces) => [.. change(pieces)]), cause, what);

    private static IEnumerable<int> Literals(SignedRequest signed)
    {
        int count = signed.Scheme.Plan.Steps.Length;
        return Enumerable.Range(0, count).Where(i => signed.Scheme.Plan.Steps[i].Part is LiteralPart);
    }

    private static string Name(SignedRequest signed, int at) =>
        $"its text '{VisibleText.Of(((LiteralPart)signed.Scheme.Plan.Steps[at].Part).Bytes).TrimEnd('\n')}'";
}
