using System.Globalization;

namespace HmacKit.Benchmarks;

/// <summary>What <c>scale</c> can be told.</summary>
internal sealed record ScaleOptions
{
    public const string Usage = "scale [--rounds 15] [--milliseconds 60] [--request-microseconds 30] [--cores 16] [--gigabytes 16] [--load 0.6]";

    public int Rounds { get; init; } = 15;

    public int Milliseconds { get; init; } = 60;

    /// <summary>Processor time of a request without its verification: HTTP, routing and the handler.</summary>
    public double RequestMicroseconds { get; init; } = 30;

    public int Cores { get; init; } = 16;

    public double Gigabytes { get; init; } = 16;

    /// <summary>The share of a machine, a server or its memory that is used at most.</summary>
    public double Load { get; init; } = 0.6;

    /// <summary>Null if they can't be read.</summary>
    public static ScaleOptions? Read(string[] args)
    {
        var options = new ScaleOptions();
        for (int i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || !double.TryParse(args[i + 1], CultureInfo.InvariantCulture, out double value) || !(value > 0))
            {
                return null;
            }

            switch (args[i])
            {
                case "--rounds":
                    options = options with { Rounds = (int)Math.Max(1, value) };
                    break;
                case "--milliseconds":
                    options = options with { Milliseconds = (int)Math.Max(1, value) };
                    break;
                case "--request-microseconds":
                    options = options with { RequestMicroseconds = value };
                    break;
                case "--cores":
                    options = options with { Cores = (int)Math.Max(1, value) };
                    break;
                case "--gigabytes":
                    options = options with { Gigabytes = value };
                    break;
                case "--load" when value < 1:
                    options = options with { Load = value };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
