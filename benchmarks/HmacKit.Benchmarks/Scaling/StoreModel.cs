namespace HmacKit.Benchmarks;

/// <summary>
/// What a store costs, in microseconds. Callers' calls wait for one of <see cref="Senders"/>, which takes up to <see cref="MaxBatch"/> of those that wait
/// and needs <see cref="Fixed"/> + <see cref="Each"/> × n to the power of <see cref="Power"/> of the one thing that all senders share: the server's thread, or the disk's commit.
/// </summary>
/// <param name="Senders">How many batches are under way at the same time at most.</param>
/// <param name="MaxBatch">The most calls of a batch.</param>
/// <param name="Latency">What nobody else waits for: a single sender's callers from an answer to their next call, several senders' way to the server and back.</param>
/// <param name="Fixed">What a batch costs, whatever is in it.</param>
/// <param name="Each">What a call of it adds.</param>
/// <param name="Power">1 if each adds as much as the one before; less where they share more than the fixed part, more where they get into each other's way.</param>
internal sealed record StoreModel(int Senders, int MaxBatch, double Latency, double Fixed, double Each, double Power)
{
    /// <summary>The most calls a second.</summary>
    public double Capacity => 1e6 * MaxBatch / Cost(MaxBatch);

    /// <summary>What a batch takes.</summary>
    public double Cost(int calls) => Fixed + (Each * Math.Pow(calls, Power));

    /// <summary>
    /// The model whose simulation comes nearest to what was measured. It has four figures: with four points it mostly meets them, and what
    /// it says of the others is a prediction.
    /// </summary>
    public static StoreModel Fit(int senders, int maxBatch, IReadOnlyList<(int Callers, double Rate)> measured)
    {
        double single = 1e6 / measured.MinBy(static point => point.Callers).Rate;
        double most = 1e6 / measured.MaxBy(static point => point.Callers).Rate;
        double[] best = [single / 3, single / 2, most / 2, 1];
        double bestError = Error(best);
        for (double step = 2; step > 1.002; step = Math.Pow(step, 0.7))
        {
            bool isBetter = true;
            while (isBetter)
            {
                isBetter = false;
                for (int i = 0; i < best.Length; i++)
                {
                    foreach (double factor in (double[])[step, 1 / step])
                    {
                        double[] other = [.. best];
                        other[i] *= factor;
                        double error = Error(other);
                        if (error < bestError)
                        {
                            (best, bestError, isBetter) = (other, error, true);
                        }
                    }
                }
            }
        }

        return Of(best);

        StoreModel Of(double[] figures) => new(senders, maxBatch, figures[0], figures[1], figures[2], figures[3]);

        double Error(double[] figures) => measured.Sum(point => Math.Pow(Math.Log(StoreSimulation.ClosedRate(Of(figures), point.Callers) / point.Rate), 2));
    }
}
