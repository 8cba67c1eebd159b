namespace HmacKit;

/// <summary>Slips of clients and proxies that write a target anew: its query in another order, slashes merged, an empty query dropped, a parameter more or less.</summary>
internal static class TargetRewriteSlips
{
    private const int MaxPermuted = 6;
    private const int MaxSubsets = 8;
    private const int MaxSlashes = 6;

    public static IEnumerable<Slip> Vary(SignedRequest signed)
    {
        (string path, string query) = TargetSlips.Split(signed.Target);
        return Slashes(signed, path, query).Concat(Query(signed, path, query));
    }

    /// <summary>All orders of the query, all choices of its parameters, and parameters of the request that were signed as well.</summary>
    public static IEnumerable<Slip> VaryWidely(SignedRequest signed)
    {
        (string path, string query) = TargetSlips.Split(signed.Target);
        string[] pairs = query.Length > 1 ? query[1..].Split('&') : [];
        return Orders(signed, path, pairs).Concat(Subsets(signed, path, pairs)).Concat(Added(signed, path, query)).Concat(AllSlashes(signed, path, query)).Concat(Case(signed, path, query));
    }

    private static Slip With(SignedRequest signed, string target, DiagnosisCause cause, string what) => new(signed with { Target = target }, cause, what);

    private static IEnumerable<Slip> Slashes(SignedRequest signed, string path, string query)
    {
        if (path.Contains("//", StringComparison.Ordinal))
        {
            string merged = path;
            while (merged.Contains("//", StringComparison.Ordinal))
            {
                merged = merged.Replace("//", "/", StringComparison.Ordinal);
            }

            yield return With(signed, merged + query, TargetCauses.TargetSlashes, "the path with its double slashes merged");
        }

        for (int at = path.IndexOf('/', StringComparison.Ordinal); at >= 0; at = at + 1 < path.Length ? path.IndexOf('/', at + 1) : -1)
        {
            yield return With(signed, path.Insert(at, "/") + query, TargetCauses.TargetSlashes, "the path with a slash doubled");
            if (at + 1 < path.Length)
            {
                yield return With(signed, path.Remove(at, 1) + query, TargetCauses.TargetSlashes, "the path without one of its slashes");
            }
        }

        if (WithoutDots(path) is var plain && plain != path)
        {
            yield return With(signed, plain + query, TargetCauses.TargetSlashes, "the path with its dot segments resolved");
        }
    }

    private static IEnumerable<Slip> Case(SignedRequest signed, string path, string query)
    {
        yield return With(signed, path.ToLowerInvariant() + query, TargetCauses.TargetCase, "the path in lower case");
        yield return With(signed, (path + query).ToLowerInvariant(), TargetCauses.TargetCase, "the target in lower case");
    }

    private static IEnumerable<Slip> AllSlashes(SignedRequest signed, string path, string query)
    {
        int[] places = [.. Enumerable.Range(0, path.Length).Where(at => path[at] == '/')];
        for (int chosen = 1; chosen < 1 << places.Length && places.Length <= MaxSlashes; chosen++)
        {
            string target = path;
            for (int i = places.Length - 1; i >= 0; i--)
            {
                target = (chosen & (1 << i)) != 0 ? target.Insert(places[i], "/") : target;
            }

            yield return With(signed, target + query, TargetCauses.TargetSlashes, "the path with slashes doubled");
        }
    }

    private static IEnumerable<Slip> Query(SignedRequest signed, string path, string query)
    {
        if (query.Length == 0)
        {
            yield return With(signed, path + "?", TargetCauses.TargetEmptyQuery, "the path with a question mark behind it");
            yield break;
        }

        if (query == "?")
        {
            yield return With(signed, path, TargetCauses.TargetEmptyQuery, "the path without the question mark behind it");
            yield break;
        }

        string[] pairs = query[1..].Split('&');
        Slip Rewritten(IEnumerable<string> pairs, DiagnosisCause cause, string what) => With(signed, $"{path}?{string.Join('&', pairs)}", cause, what);
        yield return Rewritten(pairs.Order(StringComparer.Ordinal), TargetCauses.TargetQueryOrder, "the query with its parameters sorted");
        yield return Rewritten(pairs.OrderBy(static pair => pair.Split('=')[0], StringComparer.Ordinal), TargetCauses.TargetQueryOrder, "the query with its parameters sorted by name");
        yield return Rewritten(pairs.Order(StringComparer.OrdinalIgnoreCase), TargetCauses.TargetQueryOrder, "the query with its parameters sorted without regard to case");
        yield return Rewritten(pairs.Reverse(), TargetCauses.TargetQueryOrder, "the query with its parameters the other way round");
        for (int left = 0; left < pairs.Length && pairs.Length > 1; left++)
        {
            yield return Rewritten(pairs.Where((_, i) => i != left), TargetCauses.TargetParameter, "the query without one of its parameters");
        }

        yield return Rewritten(pairs.Where(static pair => pair.Length > 0), TargetCauses.TargetEmptyQuery, "the query without its empty parameters");
        yield return Rewritten(pairs.Where(static pair => pair.Contains('=', StringComparison.Ordinal) && !pair.EndsWith('=')), TargetCauses.TargetEmptyQuery, "the query without parameters that have no value");
        yield return Rewritten(pairs.Select(static pair => pair.Contains('=', StringComparison.Ordinal) ? pair : pair + "="), TargetCauses.TargetEmptyQuery, "the query with an equals sign behind each name");
        yield return Rewritten(pairs.Select(static pair => pair.TrimEnd('=')), TargetCauses.TargetEmptyQuery, "the query without equals signs behind empty values");
        yield return Rewritten([.. pairs, ""], TargetCauses.TargetEmptyQuery, "the query with an ampersand behind it");
        yield return With(signed, signed.Target + "?", TargetCauses.TargetEmptyQuery, "the target with a question mark behind it");
        yield return With(signed, signed.Target.Replace("&", "&amp;", StringComparison.Ordinal), TargetCauses.TargetReencoded, "the target with &amp; for each ampersand");
    }

    private static IEnumerable<Slip> Orders(SignedRequest signed, string path, string[] pairs)
    {
        IEnumerable<string[]> orders = pairs.Length is < 2 ? []
            : pairs.Length <= MaxPermuted ? LayoutSlips.Permutations(pairs)
            : LayoutSlips.Swaps(pairs).Concat(Moves(pairs));
        return orders.Select(order => With(signed, $"{path}?{string.Join('&', order)}", TargetCauses.TargetQueryOrder, "the query with its parameters in another order"));
    }

    private static IEnumerable<string[]> Moves(string[] pairs)
    {
        for (int from = 0; from < pairs.Length; from++)
        {
            for (int to = 0; to < pairs.Length; to++)
            {
                List<string> moved = [.. pairs];
                moved.RemoveAt(from);
                moved.Insert(to, pairs[from]);
                yield return [.. moved];
            }
        }
    }

    private static IEnumerable<Slip> Subsets(SignedRequest signed, string path, string[] pairs)
    {
        for (int chosen = 1; chosen < (1 << pairs.Length) - 1 && pairs.Length <= MaxSubsets; chosen++)
        {
            int subset = chosen;
            yield return With(
                signed, $"{path}?{string.Join('&', pairs.Where((_, i) => (subset & (1 << i)) != 0))}", TargetCauses.TargetParameter, "the query without some of its parameters");
        }
    }

    /// <summary>What the request states elsewhere, signed as parameters.</summary>
    private static IEnumerable<Slip> Added(SignedRequest signed, string path, string query)
    {
        (string? Value, string[] Names)[] values =
        [
            (signed.Timestamp, ["timestamp", "ts", "t", "time", "_", "tonce"]), (signed.Nonce, ["nonce"]), (signed.Id, ["id"]), (signed.KeyId, ["key", "api_key", "apikey", "apiKey", "access_key", "client_id"]),
            ("json", ["format"]), ("1", ["page", "v", "version"]), ("5000", ["recvWindow", "recv_window"]),
        ];
        foreach ((string? value, string[] names) in values)
        {
            foreach (string name in value is null ? [] : names)
            {
                string pair = $"{name}={value}";
                string what = $"the target with the parameter '{name}' that didn't come";
                yield return With(signed, query.Length > 1 ? $"{path}{query}&{pair}" : $"{path}?{pair}", TargetCauses.TargetParameter, what);
                if (query.Length > 1)
                {
                    yield return With(signed, $"{path}?{pair}&{query[1..]}", TargetCauses.TargetParameter, what);
                }
            }
        }
    }

    /// <summary>The path as RFC 3986 section 5.2.4 resolves its dot segments.</summary>
    private static string WithoutDots(string path)
    {
        var segments = new List<string>();
        string[] all = path.Split('/');
        for (int i = 0; i < all.Length; i++)
        {
            bool isDots = all[i] is "." or "..";
            if (all[i] == ".." && segments.Count > 1)
            {
                segments.RemoveAt(segments.Count - 1);
            }

            if (!isDots)
            {
                segments.Add(all[i]);
            }
            else if (i == all.Length - 1)
            {
                segments.Add("");
            }
        }

        return string.Join('/', segments);
    }
}
