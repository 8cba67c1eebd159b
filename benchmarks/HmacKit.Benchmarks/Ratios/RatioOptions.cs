using System.Globalization;

namespace HmacKit.Benchmarks;

/// <summary>The options of <c>ratios</c>.</summary>
internal sealed class RatioOptions
{
    public const string Usage = "ratios [--rounds N (25)] [--threads N (2)] [--scheme NAME] [--size BYTES] [--only verify|sign|peers|threads]";

    public int Rounds { get; private set; } = 25;

    public int Threads { get; private set; } = 2;

    public string? Scheme { get; private set; }

    public int? Size { get; private set; }

    public string? Only { get; private set; }

    public bool Wants(string part) => Only is null || Only == part;

    public static RatioOptions? Parse(string[] args)
    {
        var options = new RatioOptions();
        for (int i = 0; i + 1 < args.Length; i += 2)
        {
            string value = args[i + 1];
            bool isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0;
            switch (args[i])
            {
                case "--rounds" when isNumber:
                    options.Rounds = number;
                    break;
                case "--threads" when isNumber:
                    options.Threads = number;
                    break;
                case "--size" when isNumber && SchemeCase.Sizes.Contains(number):
                    options.Size = number;
                    break;
                case "--scheme" when SchemeCase.Names.Contains(value):
                    options.Scheme = value;
                    break;
                case "--only" when value is "verify" or "sign" or "peers" or "threads":
                    options.Only = value;
                    break;
                default:
                    return null;
            }
        }

        return args.Length % 2 == 0 ? options : null;
    }
}
