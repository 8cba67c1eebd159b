namespace HmacKit.Soak;

/// <summary>Whether something grows: a straight line through the last two thirds of what was measured.</summary>
/// <param name="First">What the line says of the start of those two thirds.</param>
/// <param name="Grown">How much more it says of the end.</param>
/// <param name="Error">The standard error of <paramref name="Grown"/>.</param>
internal readonly record struct Growth(double First, double Grown, double Error)
{
    private const int Deviations = 3;

    /// <summary>Fits the line by least squares. Needs at least three values in the two thirds.</summary>
    public static Growth Fit(IReadOnlyList<(double Time, double Value)> values)
    {
        double end = values[^1].Time;
        (double Time, double Value)[] kept = [.. values.Where(value => value.Time >= end / 3)];
        double meanTime = kept.Average(static value => value.Time);
        double mean = kept.Average(static value => value.Value);
        double spread = kept.Sum(value => (value.Time - meanTime) * (value.Time - meanTime));
        double slope = kept.Sum(value => (value.Time - meanTime) * (value.Value - mean)) / spread;
        double rest = kept.Sum(value => Square(value.Value - mean - (slope * (value.Time - meanTime))));
        double span = end - kept[0].Time;
        return new Growth(mean + (slope * (kept[0].Time - meanTime)), slope * span, Math.Sqrt(rest / Math.Max(1, kept.Length - 2) / spread) * span);
    }

    /// <summary>Whether it is more than <paramref name="allowed"/>, and more than chance makes of values that scatter like these.</summary>
    public bool IsMoreThan(double allowed) => Grown > allowed && Grown > Deviations * Error;

    private static double Square(double value) => value * value;
}
