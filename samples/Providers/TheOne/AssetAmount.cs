using System.Globalization;

namespace Providers.TheOne;

/// <summary>Amounts of assets as decimal text: JSON numbers would lose digits in many clients.</summary>
internal static class AssetAmount
{
    private const decimal Most = 1_000_000_000;
    private const int MaxLength = 20;

    /// <summary>An amount from outside: digits with at most one point and eight decimals, over zero and at most a thousand million.</summary>
    public static bool TryRead(string? text, out decimal amount)
    {
        amount = 0;
        return text?.Length is > 0 and <= MaxLength
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount)
            && amount is > 0 and <= Most
            && amount * 100_000_000 % 1 == 0;
    }

    /// <summary>The amount without trailing zeros.</summary>
    public static string Write(decimal amount) => amount.ToString("0.########", CultureInfo.InvariantCulture);

    public static decimal ReadStored(string text) => decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
}
