using System.Globalization;

namespace HmacKit.WebBenchmarks;

/// <summary>How long is measured, and where.</summary>
internal sealed record ComparisonOptions(int Rounds, int Seconds, bool IsPinned, string? Only)
{
    public const string Usage = "[--rounds N] [--seconds N] [--only NAME,NAME] [--pin]   (none is always there; --pin: servers on processor 0, wrk on processor 1)";

    public int? ServerCpu => IsPinned ? 0 : null;

    public int? WrkCpu => IsPinned ? 1 : null;

    /// <summary>What is measured; everything is compared with a pipeline that verifies nothing.</summary>
    public IReadOnlyList<Pipeline> Pipelines =>
        [.. Pipeline.All.Where(pipeline => Only is null || pipeline.Name == "none" || Only.Split(',').Contains(pipeline.Name))];

    public static ComparisonOptions? Parse(string[] args)
    {
        var options = new ComparisonOptions(Rounds: 21, Seconds: 2, IsPinned: false, Only: null);
        for (int i = 0; i < args.Length; i++)
        {
            int value = i + 1 < args.Length && int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out int number) ? number : 0;
            switch (args[i])
            {
                case "--pin":
                    options = options with { IsPinned = true };
                    break;
                case "--rounds" when value > 0:
                    options = options with { Rounds = value };
                    i++;
                    break;
                case "--seconds" when value > 0:
                    options = options with { Seconds = value };
                    i++;
                    break;
                case "--only" when i + 1 < args.Length:
                    options = options with { Only = args[++i] };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
