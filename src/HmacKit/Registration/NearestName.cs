namespace HmacKit;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    private const int MaxLength = 64;

    /// <summary>A question for the end of a message, with a blank before it; empty if no name is near enough.</summary>
    public static string Question(string written, IEnumerable<string> names)
    {
        string? nearest = null;
        int least = (written.Length / 3) + 2;
        foreach (string name in names)
        {
            int distance = Distance(written, name);
            (nearest, least) = distance < least ? (name, distance) : (nearest, least);
        }

        return nearest is null ? "" : $" Did you mean '{nearest}'?";
    }

    /// <summary>How many characters have to be put in, taken out, changed or swapped with their neighbour (optimal string alignment), whatever their case.</summary>
    private static int Distance(string a, string b)
    {
        if (a.Length > MaxLength || b.Length > MaxLength)
        {
            return int.MaxValue;
        }

        int[,] distance = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                distance[i, j] = Math.Max(i, j);
                if (i == 0 || j == 0)
                {
                    continue;
                }

                int changed = IsSame(a[i - 1], b[j - 1]) ? 0 : 1;
                distance[i, j] = Math.Min(Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1, distance[i - 1, j - 1] + changed);
                if (i > 1 && j > 1 && IsSame(a[i - 1], b[j - 2]) && IsSame(a[i - 2], b[j - 1]))
                {
                    distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
                }
            }
        }

        return distance[a.Length, b.Length];
    }

    private static bool IsSame(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
