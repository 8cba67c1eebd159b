namespace QuickStart;

/// <summary>What was accepted and what was refused, as a table: a row a scheme, a column an attempt.</summary>
public sealed class ResultTable
{
    private readonly List<(string Scheme, Attempt Attempt, string Status, bool IsAsExpected)> _cells = [];

    public bool IsAllAsExpected => _cells.TrueForAll(cell => cell.IsAsExpected);

    public void Add(string scheme, Attempt attempt, string status, bool isAsExpected) => _cells.Add((scheme, attempt, status, isAsExpected));

    public void Print(TextWriter writer)
    {
        Attempt[] attempts = Enum.GetValues<Attempt>();
        string[] titles = ["as signed", "changed body", "one hour old", "sent twice", "header missing", "wrong key"];
        writer.WriteLine("{0,-10}{1}", "", string.Concat(titles.Select(title => $"{title,-21}")));
        foreach (var row in _cells.GroupBy(cell => cell.Scheme))
        {
            IEnumerable<string> statuses = attempts.Select(attempt => row.Single(cell => cell.Attempt == attempt))
                .Select(cell => $"{(cell.IsAsExpected ? "" : "WRONG: ") + cell.Status,-21}");
            writer.WriteLine("{0,-10}{1}", row.Key, string.Concat(statuses));
        }

        writer.WriteLine();
        writer.WriteLine(IsAllAsExpected
            ? "All as it should be. A 'valid' beyond the first column is what the vendor's scheme can't refuse:"
            : "NOT all as it should be: see the cells marked WRONG.");
        writer.WriteLine("'body' signs no time; 'osaycore', 'body' and 'oort' carry nothing that tells a repeated request apart.");
    }
}
