using System.Text;

namespace HmacKit;

/// <summary>Slips with the percent-encoding of the target.</summary>
internal static class TargetEncodingSlips
{
    public static IEnumerable<Slip> Vary(SignedRequest signed)
    {
        (string path, string query) = TargetSlips.Split(signed.Target);
        Slip With(string target, DiagnosisCause cause, string what) => new(signed with { Target = target }, cause, what);

        yield return With(path + Blanks(query, "%20", "+"), TargetCauses.TargetSpaceEncoding, "the query with + for a blank");
        yield return With(path + Blanks(query, "+", "%20"), TargetCauses.TargetSpaceEncoding, "the query with %20 for a blank");
        yield return With(Blanks(signed.Target, "%20", "+"), TargetCauses.TargetSpaceEncoding, "the target with + for a blank");
        yield return With(PercentText.WithCase(signed.Target, isLowerCase: true), TargetCauses.TargetEscapeCase, "the target with lower-case escapes");
        yield return With(PercentText.WithCase(signed.Target, isLowerCase: false), TargetCauses.TargetEscapeCase, "the target with upper-case escapes");

        string decodedPath = Decode(path, hasPlus: false);
        yield return With(decodedPath + query, TargetCauses.TargetDecoded, "the target with its path decoded");
        yield return With(path + Decode(query, hasPlus: false), TargetCauses.TargetDecoded, "the target with its query decoded");
        yield return With(path + Decode(query, hasPlus: true), TargetCauses.TargetDecoded, "the target with its query decoded");
        yield return With(decodedPath + Decode(query, hasPlus: false), TargetCauses.TargetDecoded, "the decoded target");
        yield return With(decodedPath + Decode(query, hasPlus: true), TargetCauses.TargetDecoded, "the decoded target");

        foreach (PercentText.Style style in PercentText.Styles)
        {
            string newQuery = query.Length == 0 ? "" : "?" + PercentText.Reencode(query[1..], style);
            string newPath = string.Join('/', path.Split('/').Select(segment => PercentText.Encode(PercentText.Decode(segment, hasPlus: false), style with { HasPlus = false })));
            string what = $"encoded in the way of {style.Name}";
            yield return With(path + newQuery, TargetCauses.TargetReencoded, $"the query {what}");
            yield return With(newPath + query, TargetCauses.TargetReencoded, $"the path {what}");
            yield return With(newPath + newQuery, TargetCauses.TargetReencoded, $"the target {what}");
        }

        yield return With(signed.Target.Replace("%", "%25", StringComparison.Ordinal), TargetCauses.TargetReencoded, "the target encoded twice");
    }

    private static string Blanks(string text, string from, string to) => text.Replace(from, to, StringComparison.Ordinal);

    // A text that isn't UTF-8 behind its escapes can't be put into a target.
    private static string Decode(string text, bool hasPlus) => Encoding.UTF8.GetString(PercentText.Decode(text, hasPlus));
}
