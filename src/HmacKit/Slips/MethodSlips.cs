namespace HmacKit;

/// <summary>Slips with the method.</summary>
internal static class MethodSlips
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

    public static IEnumerable<Slip> Vary(SignedRequest signed)
    {
        string upper = signed.Method.ToUpperInvariant();
        string capital = upper.Length == 0 ? "" : upper[..1] + upper[1..].ToLowerInvariant();
        foreach (string method in (string[])[upper.ToLowerInvariant(), capital, upper])
        {
            yield return new(signed with { Method = method, KeepsMethodCase = true }, TargetCauses.MethodCase, $"the method as '{method}'");
        }

        foreach (string method in Methods.Where(method => method != upper))
        {
            yield return new(signed with { Method = method }, TargetCauses.MethodOther, $"the method {method}");
        }
    }
}
