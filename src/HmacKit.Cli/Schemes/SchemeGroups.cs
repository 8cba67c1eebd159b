namespace HmacKit.Cli;

/// <summary>Many schemes on the screen: a line each, in groups that follow from their definitions.</summary>
internal static class SchemeGroups
{
    private static readonly (string Title, Func<SignatureScheme, bool> Has)[] Groups =
    [
        ("tokens without a MAC: they prove nothing of the request", static scheme => scheme.IsToken),
        ("signed URLs and requests that end by themselves", static scheme => scheme.Expiry is not null || SignatureKind(scheme) == CarrierKind.PathSegment),
        ("API requests, which name their key", static scheme => scheme.HasKeyId),
        ("webhooks, callbacks and requests under one secret", static _ => true),
    ];

    /// <summary>What to do for more.</summary>
    public const string More = "'hmackit schemes NAME' shows all of one, 'hmackit schemes TEXT' searches.";

    /// <summary>The groups with their titles, the one with most to prove first.</summary>
    public static IEnumerable<(string Title, SignatureScheme[] Schemes)> Of(IEnumerable<SignatureScheme> schemes) => schemes
        .GroupBy(static scheme => Array.FindIndex(Groups, group => group.Has(scheme)))
        .OrderByDescending(static group => group.Key)
        .Select(static group => (Groups[group.Key].Title, group.ToArray()));

    public static void Write(OutputBuffer output, IReadOnlyList<SignatureScheme> schemes)
    {
        int width = schemes.Max(static scheme => scheme.Name.Length);
        foreach ((string title, SignatureScheme[] group) in Of(schemes))
        {
            output.WriteLine($"{title} ({group.Length})");
            foreach (SignatureScheme scheme in group)
            {
                string replay = scheme.Replay == ReplayRule.None ? "" : $", replay {SchemeWords.Replay(scheme)}";
                string window = scheme.Freshness is null ? "" : $", {SchemeWords.Window(scheme)}";
                output.WriteLine($"  {scheme.Name.PadRight(width)}  {SchemeWords.SignatureHeader(scheme)}{window}{replay}");
            }

            output.WriteLine();
        }

        output.WriteLine(More);
    }

    private static CarrierKind SignatureKind(SignatureScheme scheme) => scheme.Carriers.First(static carrier => carrier.HasSignature).Kind;
}
