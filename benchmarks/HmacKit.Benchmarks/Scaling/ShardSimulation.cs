namespace HmacKit.Benchmarks;

/// <summary>How evenly claims fall on masters: keys are hashes, slots are dealt out in equal runs.</summary>
internal static class ShardSimulation
{
    private const int Slots = 16_384;

    /// <summary>The busiest master's share, as a multiple of an equal one, of the claims that come in a second.</summary>
    public static double Busiest(int masters, long claims)
    {
        if (masters == 1)
        {
            return 1;
        }

        // So many that each falls at random: what a master gets is near normal about its share of the slots.
        var random = new Random(16);
        double busiest = 0;
        for (int master = 0; master < masters; master++)
        {
            int slots = (int)(((long)Slots * (master + 1) / masters) - ((long)Slots * master / masters));
            double mean = (double)claims * slots / Slots;
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            busiest = Math.Max(busiest, mean + (normal * Math.Sqrt(mean)));
        }

        return busiest * masters / claims;
    }
}
