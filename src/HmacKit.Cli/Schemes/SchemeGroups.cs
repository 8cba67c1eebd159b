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

    public static void Write(OutputBuffer output, IReadOnlyList<SignatureScheme> schemes)
    {
        int width = schemes.Max(static scheme => scheme.Name.Length);
        foreach (IGrouping<string, SignatureScheme> group in schemes.GroupBy(static scheme => Groups.First(group => group.Has(scheme)).Title).OrderBy(static group => -Array.FindIndex(Groups, item => item.Title == group.Key)))
        {
            output.WriteLine($"{group.Key} ({group.Count()})");
            foreach (SignatureScheme scheme in group)
            {
                string replay = scheme.Replay == ReplayRule.None ? "" : $", replay {SchemeWords.Replay(scheme)}";
                string window = scheme.Freshness is null ? "" : $", {SchemeWords.Window(scheme)}";
                output.WriteLine($"  {scheme.Name.PadRight(width)}  {SchemeWords.SignatureHeader(scheme)}{window}{replay}");
            }

            output.WriteLine();
        }

        output.WriteLine("'hmackit schemes NAME' shows all of one, 'hmackit schemes TEXT' searches.");
    }

    private static CarrierKind SignatureKind(SignatureScheme scheme) => scheme.Carriers.First(static carrier => carrier.HasSignature).Kind;
}
