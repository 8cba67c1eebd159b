namespace HmacKit;

/// <summary>Finds all that may be a signature in what carries it.</summary>
internal static class SignatureCandidates
{
    private const int MaxCandidates = 64;
    private static readonly char[] ItemSeparators = [',', ';', ' '];
    private static readonly char[] PrefixEnds = ['=', ':', ',', ' '];

    /// <summary>The candidates, those that are written as the scheme says first.</summary>
    public static List<SignatureCandidate> Of(SchemeCarrier carrier, string value)
    {
        HeaderFormat format = carrier.Format;
        string prefix = PrefixOf(format);
        TagEncoding encoding = carrier.Grammar.SignatureEncoding;
        var candidates = new List<SignatureCandidate>();

        // Of a header that is written once, what has a comma is several of it (RFC 9110 section 5.3).
        bool isJoined = carrier.Kind == CarrierKind.Header && format.Separator is null && !format.Template.Contains(',', StringComparison.Ordinal) && value.Contains(',', StringComparison.Ordinal);
        foreach ((string before, string text) in Tokens(value).Distinct())
        {
            bool hasPrefix = format.Separator is null ? before.EndsWith(prefix, StringComparison.Ordinal) && (prefix.Length > 0 || text.Length == value.Trim().Length) : before == prefix || (format.IsParameters && before.TrimEnd('"') == prefix.TrimEnd('"'));
            foreach ((byte[] tag, DiagnosisCause? cause, string what) in TagDecoding.Read(text, encoding))
            {
                var slips = new List<(DiagnosisCause, string)>();
                if (cause is not null)
                {
                    slips.Add((cause, what));
                }

                if (isJoined)
                {
                    slips.Add((SignatureCauses.SignatureJoined, "the request, read from one of the values in its header"));
                }
                else if (!hasPrefix)
                {
                    slips.Add((SignatureCauses.SignaturePrefix, "the request, read from a header of another form"));
                }

                if (candidates.Count < MaxCandidates)
                {
                    candidates.Add(new SignatureCandidate(tag, slips));
                }
            }
        }

        return [.. candidates.OrderBy(static candidate => candidate.Slips.Count)];
    }

    /// <summary>All that may be a token, with another text around it than the scheme has.</summary>
    public static List<SignatureCandidate> OfToken(string value)
    {
        var candidates = new List<SignatureCandidate>();
        foreach (string text in Tokens(value).Select(static token => token.Text).Distinct())
        {
            byte[] tag = new byte[TokenDigest.Size];
            if (candidates.Count < MaxCandidates && TokenDigest.TryCompute(text, tag))
            {
                candidates.Add(new SignatureCandidate(tag, [(SignatureCauses.SignaturePrefix, "the request, read from a header of another form")]));
            }
        }

        return candidates;
    }

    /// <summary>The fixed text right before the signature.</summary>
    public static string PrefixOf(HeaderFormat format)
    {
        string before = format.Template[..format.Template.IndexOf("{signature:", StringComparison.Ordinal)];
        before = before[(before.LastIndexOf('}') + 1)..];
        return format.Separator is { } separator && !format.IsList ? before.TrimStart(separator).TrimStart(' ') : before;
    }

    /// <summary>Pieces of the value, each with what stands before it in the whole value or in its item.</summary>
    private static IEnumerable<(string Before, string Text)> Tokens(string value)
    {
        foreach (string item in Items(value))
        {
            string whole = item.Trim();
            string bare = whole.Trim('"', '\'');
            yield return ("", whole);
            if (bare.Length != whole.Length)
            {
                yield return ("\"", bare);
            }

            foreach (char end in PrefixEnds)
            {
                int at = whole.IndexOf(end, StringComparison.Ordinal);
                if (at >= 0 && at < whole.Length - 1)
                {
                    string text = whole[(at + 1)..];
                    yield return (whole[..(at + 1)], text);
                    if (text.Trim('"', '\'') is var unquoted && unquoted.Length != text.Length)
                    {
                        yield return (whole[..(at + 1)] + "\"", unquoted);
                    }
                }

                int last = whole.TrimEnd('=').LastIndexOf(end);
                if (last > at)
                {
                    yield return (whole[..(last + 1)], whole[(last + 1)..]);
                }
            }
        }
    }

    private static IEnumerable<string> Items(string value)
    {
        yield return value;
        foreach (char separator in ItemSeparators)
        {
            if (value.Contains(separator, StringComparison.Ordinal))
            {
                foreach (string item in value.Split(separator).Take(HeaderGrammar.MaxSignatures + 8))
                {
                    yield return item;
                }
            }
        }
    }
}
