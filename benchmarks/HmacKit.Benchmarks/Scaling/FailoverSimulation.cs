namespace HmacKit.Benchmarks;

/// <summary>
/// A master of Redis that dies under load and a replica that takes over with what it had got. Whoever has listened sends a copy of every request
/// of the last window at once, and the owners go on with new ones.
/// </summary>
/// <param name="rate">Requests a second.</param>
/// <param name="window">Seconds that a claim is held.</param>
/// <param name="lag">Seconds that the replica is behind, on average; exponentially distributed.</param>
/// <param name="guard">Seconds for which what was signed before the new master, or less than this after, is refused; negative without a guard.</param>
internal sealed class FailoverSimulation(double rate, double window, double lag, double guard)
{
    private const int Runs = 400;

    /// <summary>Copies that were accepted although their request had been, on average over the failovers.</summary>
    public double Twice { get; private set; }

    /// <summary>New requests that were refused because they were signed too early, on average.</summary>
    public double Refused { get; private set; }

    public FailoverSimulation Run()
    {
        var random = new Random(16);
        for (int run = 0; run < Runs; run++)
        {
            double behind = -lag * Math.Log(1 - random.NextDouble());

            // Before the failover: a claim that the replica lacks can be made again.
            double at = 0;
            while ((at += Gap(random)) < Math.Min(window, behind))
            {
                Twice += guard < 0 ? 1.0 / Runs : 0;
            }

            // Afterwards: signed when it is sent.
            for (at = Gap(random); at < guard; at += Gap(random))
            {
                Refused += 1.0 / Runs;
            }
        }

        return this;
    }

    private double Gap(Random random) => -Math.Log(1 - random.NextDouble()) / rate;
}
