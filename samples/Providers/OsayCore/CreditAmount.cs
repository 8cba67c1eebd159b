namespace Providers.OsayCore;

/// <summary>Credits as whole ten-thousandths: sums of them are exact.</summary>
internal static class CreditAmount
{
    public const int PerCredit = 10_000;

    private const decimal Most = 1_000_000_000;

    /// <summary>The units of an amount from outside; false if it isn't positive, has over four decimals, or is over a thousand million.</summary>
    public static bool TryRead(decimal? amount, out long units)
    {
        units = 0;
        if (amount is not (> 0 and <= Most) || amount * PerCredit % 1 != 0)
        {
            return false;
        }

        units = (long)(amount.Value * PerCredit);
        return true;
    }

    /// <summary>The credits, with two decimals or as many as it needs.</summary>
    public static decimal ToCredits(long units) => units % 100 == 0 ? units / 100 * 0.01m : units * 0.0001m;
}
