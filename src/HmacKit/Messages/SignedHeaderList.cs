namespace HmacKit;

/// <summary>The list of header names that a request says it signs.</summary>
internal static class SignedHeaderList
{
    /// <summary>
    /// Whether a list can be taken: lower-case names, each once, in the order of their bytes unless the set takes any order,
    /// not too many, and with all that must be in it.
    /// </summary>
    public static bool IsValid(ReadOnlySpan<char> list, HeaderSet set)
    {
        int count = 0;
        scoped ReadOnlySpan<char> last = default;
        for (int at = 0; at <= list.Length; at++)
        {
            ReadOnlySpan<char> name = NextName(list, set.ListSeparator, ref at);
            if (name.IsEmpty && list.IsEmpty)
            {
                break;
            }

            bool isInOrder = set.InListedOrder || last.IsEmpty || last.SequenceCompareTo(name) < 0;
            if (name.IsEmpty || name.ContainsAnyInRange('A', 'Z') || !isInOrder || ++count > HeaderSet.MaxHeaders
                || (set.InListedOrder && IsListedBefore(list, name, at - name.Length, set.ListSeparator)))
            {
                return false;
            }

            last = name;
        }

        foreach (string needed in set.AtLeast)
        {
            if (!Contains(list, needed, set.ListSeparator))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The headers of a request that a signer lists where they are there.</summary>
    public static IEnumerable<string> Present(HeaderSet set, RequestSource request) =>
        set.WherePresent.Count == 0 ? [] : request.HeaderNames.Where(name => set.WherePresent.Any(wanted =>
            wanted.EndsWith('*') ? name.StartsWith(wanted[..^1], StringComparison.OrdinalIgnoreCase) : name.Equals(wanted, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The list that a signer writes: what must be in it, and what it was asked for besides. Where that has all of it, its order counts.</summary>
    public static string Write(HeaderSet set, IEnumerable<string> more)
    {
        var names = new List<string>();
        AddNew(more.Select(static name => name.Contains(';', StringComparison.Ordinal) ? name : name.ToLowerInvariant()), names);
        if (!HasAll(names, set.AtLeast))
        {
            MoveToFront(set.AtLeast, names);
        }

        if (!set.InListedOrder)
        {
            names.Sort(StringComparer.Ordinal);
        }

        return string.Join(set.ListSeparator, names);
    }

    /// <summary>Whether a name is in the list.</summary>
    public static bool Contains(ReadOnlySpan<char> list, ReadOnlySpan<char> name, char separator)
    {
        for (int at = 0; at <= list.Length; at++)
        {
            if (NextName(list, separator, ref at).SequenceCompareTo(name) == 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasAll(List<string> names, IReadOnlyList<string> needed)
    {
        for (int i = 0; i < needed.Count; i++)
        {
            if (!names.Contains(needed[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static void MoveToFront(IReadOnlyList<string> first, List<string> names)
    {
        int placed = 0;
        for (int i = 0; i < first.Count; i++)
        {
            int at = names.IndexOf(first[i]);
            if (at >= placed)
            {
                names.RemoveAt(at);
            }

            if (at < 0 || at >= placed)
            {
                names.Insert(placed++, first[i]);
            }
        }
    }

    private static void AddNew(IEnumerable<string> more, List<string> names)
    {
        foreach (string name in more)
        {
            if (!names.Contains(name))
            {
                names.Add(name);
            }
        }
    }

    private static bool IsListedBefore(ReadOnlySpan<char> list, ReadOnlySpan<char> name, int at, char separator) =>
        at > 0 && Contains(list[..(at - 1)], name, separator);

    /// <summary>The name that begins at <paramref name="at"/>, which then is where it ends.</summary>
    private static ReadOnlySpan<char> NextName(ReadOnlySpan<char> list, char separator, scoped ref int at)
    {
        ReadOnlySpan<char> rest = list[at..];
        int end = rest.IndexOf(separator);
        rest = end < 0 ? rest : rest[..end];
        at += rest.Length;
        return rest;
    }
}
