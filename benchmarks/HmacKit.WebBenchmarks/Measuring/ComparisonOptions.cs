using System.Globalization;

namespace HmacKit.WebBenchmarks;

/// <summary>How long is measured, and where.</summary>
internal sealed record ComparisonOptions(int Rounds, int Seconds, bool IsPinned)
{
    public const string Usage = "[--rounds N] [--seconds N] [--pin]   (--pin: servers on processor 0, wrk on processor 1)";

    public int? ServerCpu => IsPinned ? 0 : null;

    public int? WrkCpu => IsPinned ? 1 : null;

    public static ComparisonOptions? Parse(string[] args)
    {
        var options = new ComparisonOptions(Rounds: 21, Seconds: 2, IsPinned: false);
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
                default:
                    return null;
            }
        }

        return options;
    }
}
