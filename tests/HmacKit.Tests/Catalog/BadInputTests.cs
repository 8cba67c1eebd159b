using System.Text;
using System.Text.RegularExpressions;

namespace HmacKit.Tests.Catalog;

/// <summary>What a stranger sends to cost much, or to have less checked: over all schemes with a vector, in memory that is in proportion to what was sent.</summary>
public partial class BadInputTests
{
    private const int Parameters = 100_000;

    public static TheoryData<string> Schemes => new(CatalogVector.All.Select(vector => vector.SchemeName).Distinct().Where(name => SchemeCatalog.Find(name) is not null));

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Large_and_deep_input_costs_memory_in_proportion_to_its_size(string name)
    {
        CatalogVector vector = CatalogVector.All.First(vector => vector.SchemeName == name);
        SignatureScheme scheme = vector.Bind(SchemeCatalog.Find(name)!);
        KeyRing ring = vector.Ring(scheme);
        string many = string.Join('&', Enumerable.Range(0, Parameters).Select(i => $"a{i}=%41"));
        string[] bodies =
        [
            many, string.Concat(Enumerable.Repeat("%", Parameters)), new('[', 10_000), string.Concat(Enumerable.Repeat("{\"a\":", 10_000)),
            $"{{{string.Join(',', Enumerable.Repeat("\"signature\":\"x\"", 10_000))}}}", $"{{\"signature\":{new string('9', Parameters)}}}",
        ];
        foreach ((string target, string body) in bodies.Select(body => (vector.Request.Target, body)).Append(($"/?{many}", "")))
        {
            var request = new RawRequest(vector.Request.Method, target, vector.Request.Headers, Encoding.UTF8.GetBytes(body), vector.Request.Origin);
            scheme.Verify(request, ring, vector.Now);
            long before = GC.GetAllocatedBytesForCurrentThread();
            VerificationStatus status = scheme.Verify(request, ring, vector.Now).Status;
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.NotEqual(VerificationStatus.NotVerified, status);
            Assert.True(status != VerificationStatus.Valid || !scheme.Covers.HasFlag(SignedParts.Body), $"{name} takes a body of {body.Length}");

            // OAuth encodes all parameters twice, as strings: 171 bytes for each of these brackets.
            long most = (64 * 1024) + ((scheme.HasCode ? 192L : 32L) * (target.Length + body.Length));
            Assert.True(allocated <= most, $"{name}: {allocated} bytes for {target.Length} of target and {body.Length} of body ({status})");
        }
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Another_algorithm_region_date_or_list_of_headers_is_refused(string name)
    {
        CatalogVector vector = CatalogVector.All.First(vector => vector.SchemeName == name);
        SignatureScheme scheme = vector.Bind(SchemeCatalog.Find(name)!);
        KeyRing ring = vector.Ring(scheme);
        string[] carriers = [.. scheme.Headers.Select(header => header.Name)];
        foreach ((string what, Func<string, string> change) in Changes())
        {
            KeyValuePair<string, string>[] headers =
            [
                .. vector.Request.Headers.Select(header => carriers.Contains(header.Key, StringComparer.OrdinalIgnoreCase) ? KeyValuePair.Create(header.Key, change(header.Value)) : header),
            ];
            bool isInQuery = scheme.Carriers.Any(carrier => carrier.Kind == CarrierKind.Query);
            string target = isInQuery ? change(vector.Request.Target) : vector.Request.Target;
            if (target == vector.Request.Target && headers.SequenceEqual(vector.Request.Headers))
            {
                continue;
            }

            VerificationStatus status = scheme.Verify(new RawRequest(vector.Request.Method, target, headers, vector.Request.Body, vector.Request.Origin), ring, vector.Now).Status;
            Assert.True(status is not (VerificationStatus.Valid or VerificationStatus.NotVerified), $"{name}, {what}: {status}");
        }
    }

    [Fact]
    public void The_changes_reach_the_schemes_that_they_are_for()
    {
        string[] values = ["AWS4-HMAC-SHA256 Credential=k/20150830/us-east-1/s/aws4_request, SignedHeaders=host;x-amz-date", "algorithm=\"hmac-sha256\", headers=\"date host\""];
        Assert.All(Changes(), change => Assert.Contains(values, value => change.Change(value) != value));
    }

    private static IEnumerable<(string What, Func<string, string> Change)> Changes()
    {
        foreach (string other in (string[])["none", "SHA1", "SHA512", "MD5"])
        {
            yield return ($"{other} in place of SHA-256", value => Sha256().Replace(value, other));
        }

        yield return ("another region", static value => value.Replace("us-east-1", "us-east-2", StringComparison.Ordinal));
        yield return ("the day after", static value => Day().Replace(value, static match => $"{int.Parse(match.Value, System.Globalization.CultureInfo.InvariantCulture) + 1}"));
        yield return ("a repeated header", static value => SignedList().Replace(value, static match => $"{match.Value}{Separator(match)}{match.Groups["first"].Value}"));
        yield return ("a header that isn't there", static value => SignedList().Replace(value, static match => $"{match.Value}{Separator(match)}x-not-there"));
        yield return ("no header", static value => SignedList().Replace(value, static match => match.Groups["name"].Value));
    }

    private static string Separator(Match match) => match.Groups["rest"].Value is { Length: > 0 } rest ? rest[..1] : ";";

    [GeneratedRegex("(?<=hmac[-_])sha-?256", RegexOptions.IgnoreCase)]
    private static partial Regex Sha256();

    [GeneratedRegex("(?<=/)20[0-9]{6}(?=/)")]
    private static partial Regex Day();

    [GeneratedRegex("(?<name>(Signed-?Headers=|\\bheaders=\"))(?<first>[a-z()@-]+)(?<rest>([; ][a-z()@-]+)*)", RegexOptions.IgnoreCase)]
    private static partial Regex SignedList();
}
