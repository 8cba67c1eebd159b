namespace HmacKit.Benchmarks;

/// <summary>Candidates that are compared with each other: their slices are interleaved, in a new random order each round.</summary>
internal sealed class Cell(string scheme, int bodyBytes, params Candidate[] candidates)
{
    public string Scheme { get; } = scheme;

    public int BodyBytes { get; } = bodyBytes;

    public Candidate[] Candidates { get; } = candidates;

    public Candidate this[string name] => Array.Find(Candidates, candidate => candidate.Name == name)!;

    public void Measure(int rounds, Random random)
    {
        double slice = BodyBytes >= 64 * 1024 ? 10 : 4;
        foreach (Candidate candidate in Candidates)
        {
            candidate.Calibrate(slice);
        }

        Candidate[] order = [.. Candidates];
        for (int i = 0; i < rounds; i++)
        {
            random.Shuffle(order);
            foreach (Candidate candidate in order)
            {
                candidate.RunRound();
            }
        }
    }
}
