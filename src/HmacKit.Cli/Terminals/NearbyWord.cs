namespace HmacKit.Cli;

/// <summary>What somebody may have meant by a word that isn't known.</summary>
internal static class NearbyWord
{
    private const int MaxLength = 64;

    /// <summary>The nearest of some words; null if none is near: one slip for every three characters, and three at the most.</summary>
    public static string? Find(string text, IEnumerable<string> words)
    {
        if (text.Length > MaxLength)
        {
            return null;
        }

        (string? nearest, int least) = (null, Math.Min(3, text.TrimStart('-').Length / 3) + 1);
        foreach (string word in words)
        {
            int distance = Distance(text.ToLowerInvariant(), word.ToLowerInvariant());
            if (distance < least)
            {
                (nearest, least) = (word, distance);
            }
        }

        return nearest;
    }

    /// <summary>The question for it, and a blank; nothing if no word is near.</summary>
    public static string Question(string text, IEnumerable<string> words) => Find(text, words) is { } word ? $"did you mean '{word}'? " : "";

    /// <summary>Characters to put in, take out, replace or swap with their neighbour.</summary>
    private static int Distance(string a, string b)
    {
        int[,] steps = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            steps[i, 0] = i;
        }

        for (int j = 0; j <= b.Length; j++)
        {
            steps[0, j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int same = a[i - 1] == b[j - 1] ? 0 : 1;
                steps[i, j] = Math.Min(Math.Min(steps[i - 1, j] + 1, steps[i, j - 1] + 1), steps[i - 1, j - 1] + same);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
                }
            }
        }

        return steps[a.Length, b.Length];
    }
}
