namespace HmacKit;

/// <summary>Slips with the parts of a message: their order, and whether they are there. The text between them may have been changed before.</summary>
internal static class LayoutSlips
{
    private const int MaxPermuted = 5;

    /// <summary>The parts in another order, with the text between them where it was.</summary>
    public static IEnumerable<Slip> Order(SignedRequest signed)
    {
        int[] parts = [.. Enumerable.Range(0, CountParts(signed))];
        if (parts.Length < 2)
        {
            yield break;
        }

        // Swapping two is likelier than any other order.
        IEnumerable<int[]> orders = parts.Length <= MaxPermuted ? Permutations(parts) : Swaps(parts);
        foreach ((int[] order, int moved) in orders.Select(static order => (order, order.Where((part, i) => part != i).Count())).OrderBy(static pair => pair.Item2))
        {
            yield return new(
                signed.With((_, pieces) => Reorder(pieces, order)), MessageCauses.PartsOrder, "the parts of the message in another order", IsWide: moved > 2);
        }
    }

    /// <summary>One part left out, or one part alone.</summary>
    public static IEnumerable<Slip> Missing(SignedRequest signed)
    {
        int count = CountParts(signed);
        for (int part = 0; part < count && count > 1; part++)
        {
            int index = part;
            yield return new(signed.With((_, pieces) => Without(pieces, index)), MessageCauses.PartMissing, $"the message without its {Ordinal(index)} part");
        }

        for (int part = 0; part < count && count > 1; part++)
        {
            int index = part;
            yield return new(
                signed.With((_, pieces) => pieces.Where(static piece => !piece.IsLiteral).Skip(index).Take(1).ToArray() is [var piece] ? [piece] : null), MessageCauses.PartMissing, $"the {Ordinal(index)} part of the message alone");
        }
    }

    /// <summary>All orders.</summary>
    public static IEnumerable<T[]> Permutations<T>(T[] values)
    {
        if (values.Length <= 1)
        {
            return [values];
        }

        return values.SelectMany((value, at) => Permutations([.. values[..at], .. values[(at + 1)..]]).Select(rest => (T[])[value, .. rest]));
    }

    /// <summary>All orders in which two have changed places.</summary>
    public static IEnumerable<T[]> Swaps<T>(T[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            for (int j = i + 1; j < values.Length; j++)
            {
                T[] swapped = [.. values];
                (swapped[i], swapped[j]) = (swapped[j], swapped[i]);
                yield return swapped;
            }
        }
    }

    private static MessagePiece[]? Reorder(MessagePiece[] pieces, int[] order)
    {
        // Code may write the message in one piece, however many parts its description has.
        MessagePiece[] parts = [.. pieces.Where(static piece => !piece.IsLiteral)];
        int next = 0;
        return parts.Length != order.Length ? null : [.. pieces.Select(piece => piece.IsLiteral ? piece : parts[order[next++]])];
    }

    /// <summary>Leaves a part out with the separator behind it, or, for the last one, the one before it.</summary>
    private static MessagePiece[]? Without(MessagePiece[] pieces, int part)
    {
        int[] places = [.. Enumerable.Range(0, pieces.Length).Where(i => !pieces[i].IsLiteral)];
        if (part >= places.Length)
        {
            return null;
        }

        int at = places[part];
        int separator = part == places.Length - 1 ? at - 1 : at + 1;
        bool hasSeparator = separator >= 0 && separator < pieces.Length && pieces[separator].IsLiteral;
        return [.. pieces.Where((_, i) => i != at && !(hasSeparator && i == separator))];
    }

    private static int CountParts(SignedRequest signed) => signed.Scheme.Plan.Steps.ToArray().Count(static step => step.Part is not LiteralPart);

    private static string Ordinal(int index) => index switch
    {
        0 => "first",
        1 => "second",
        2 => "third",
        _ => $"{index + 1}th",
    };
}
