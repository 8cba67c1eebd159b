namespace HmacKit;

/// <summary>Pieces of a request target, where they are.</summary>
internal static class TargetText
{
    /// <summary>The path: all before the first <c>?</c>.</summary>
    public static ReadOnlySpan<char> Path(ReadOnlySpan<char> target) => target.IndexOf('?') is >= 0 and var mark ? target[..mark] : target;

    /// <summary>The query: all behind the first <c>?</c>.</summary>
    public static ReadOnlySpan<char> Query(ReadOnlySpan<char> target) => target.IndexOf('?') is >= 0 and var mark ? target[(mark + 1)..] : default;

    /// <summary>Where the path's segment of this number is, counted from 1, without its slash.</summary>
    public static bool TryFindSegment(ReadOnlySpan<char> target, int segment, out int start, out int length)
    {
        ReadOnlySpan<char> path = Path(target);
        start = length = 0;
        for (int at = 0; at < path.Length && path[at] == '/'; at = start + length)
        {
            start = at + 1;
            int end = path[start..].IndexOf('/');
            length = end < 0 ? path.Length - start : end;
            if (--segment == 0)
            {
                return true;
            }
        }

        return false;
    }
}
