namespace HmacKit.WebBenchmarks;

/// <summary>What two sets of times tell of each other.</summary>
/// <param name="Auc">The chance that a random time of the first set is longer than one of the second: 0.5 tells nothing, 0 or 1 tells all.</param>
/// <param name="HalfWidth">Half of the interval around it that holds the true one in 99 of 100 runs (DeLong, DeLong and Clarke-Pearson, Biometrics 44(3), 1988).</param>
/// <param name="WorstT">The largest of Welch's t over the whole sets and over what is left of them below 20 thresholds, as dudect crops them (Reparaz, Balasch and Verbauwhede, DATE 2017).</param>
internal readonly record struct TimingStatistics(double Auc, double HalfWidth, double WorstT)
{
    private const double Two99 = 2.5758;
    private const int Crops = 20;

    public bool SaysNothing => Math.Abs(Auc - 0.5) <= HalfWidth;

    public static TimingStatistics Of(int[] times, int[] others)
    {
        int[] sorted = [.. times];
        int[] othersSorted = [.. others];
        Array.Sort(sorted);
        Array.Sort(othersSorted);
        (double auc, double variance) = Placements(sorted, othersSorted);
        (_, double otherVariance) = Placements(othersSorted, sorted);
        return new(auc, Two99 * Math.Sqrt((variance / sorted.Length) + (otherVariance / othersSorted.Length)), WorstOf(sorted, othersSorted));
    }

    public static double Median(int[] times)
    {
        int[] sorted = [.. times];
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }

    /// <summary>The mean and the variance of the shares of the others that each time is longer than; equal ones count half. Both sorted.</summary>
    private static (double Mean, double Variance) Placements(int[] times, int[] others)
    {
        double sum = 0;
        double squares = 0;
        int below = 0;
        int upTo = 0;
        foreach (int time in times)
        {
            while (below < others.Length && others[below] < time)
            {
                below++;
            }

            while (upTo < others.Length && others[upTo] <= time)
            {
                upTo++;
            }

            double share = (below + ((upTo - below) / 2.0)) / others.Length;
            sum += share;
            squares += share * share;
        }

        double mean = sum / times.Length;
        return (mean, (squares / times.Length) - (mean * mean));
    }

    private static double WorstOf(int[] times, int[] others)
    {
        double worst = Math.Abs(Welch(times, others));
        for (int crop = 1; crop <= Crops; crop++)
        {
            // Closer and closer to the fast end, where there is the least noise.
            int threshold = times[(int)((times.Length - 1) * (1 - Math.Pow(0.5, 10.0 * crop / Crops)))];
            worst = Math.Max(worst, Math.Abs(Welch(Below(times, threshold), Below(others, threshold))));
        }

        return worst;
    }

    private static ReadOnlySpan<int> Below(int[] sorted, int threshold)
    {
        int found = Array.BinarySearch(sorted, threshold);
        int end = found < 0 ? ~found : found;
        return sorted.AsSpan(0, end);
    }

    private static double Welch(ReadOnlySpan<int> times, ReadOnlySpan<int> others)
    {
        if (times.Length < 100 || others.Length < 100)
        {
            return 0;
        }

        (double mean, double variance) = Moments(times);
        (double otherMean, double otherVariance) = Moments(others);
        double error = Math.Sqrt((variance / times.Length) + (otherVariance / others.Length));
        return error > 0 ? (mean - otherMean) / error : 0;
    }

    private static (double Mean, double Variance) Moments(ReadOnlySpan<int> values)
    {
        double sum = 0;
        double squares = 0;
        foreach (int value in values)
        {
            sum += value;
            squares += (double)value * value;
        }

        double mean = sum / values.Length;
        return (mean, (squares / values.Length) - (mean * mean));
    }
}
