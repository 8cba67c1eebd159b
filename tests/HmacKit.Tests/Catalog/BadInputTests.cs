using System.Text;
using System.Text.RegularExpressions;

namespace HmacKit.Tests.Catalog;

/// <summary>What a stranger sends to cost much, or to have less checked: over all schemes with a vector, in memory that is in proportion to what was sent.</summary>
public partial class BadInputTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_766_000_000);

    private static readonly string[] LargeBodies =
    [
        string.Join('&', Enumerable.Range(0, 100_000).Select(static i => $"a{i}=%41")), string.Join('&', Enumerable.Range(0, 1000).Select(static i => $"a{i}=%41[")),
        new('&', 100_000), new('%', 100_000), $"a={new string('[', 100_000)}", new('[', 10_000), string.Concat(Enumerable.Repeat("{\"a\":", 10_000)),
        string.Concat(Enumerable.Repeat("{\"signature\":", 10_000)), $"{{{string.Join(',', Enumerable.Repeat("\"signature\":\"x\"", 10_000))}}}", $"{{\"signature\":{new string('9', 100_000)}}}",
    ];

    private static readonly string[] OddBodies = ["{\"signature\":{\"token\":1},\"signature\":{}}", "a=%&b=%zz&%=%1", "{\"signature\":[]}", "{", "\"\\ud800\"", ""];

    private static readonly string[] OddTargets =
    [
        "/", "//", "?", $"/{new string('a', 9000)}", $"/?{string.Join('&', Enumerable.Range(0, 1000).Select(static i => $"a{i}=%41"))}", $"/?{new string('&', 16_000)}",
        $"/?{string.Join('&', Enumerable.Repeat("a", 8000))}", $"/?{string.Join('&', Enumerable.Range(0, 100_000).Select(static i => $"a{i}=%41"))}",
        $"/?a={new string('[', 16_000)}", new('/', 16_000), $"/{string.Concat(Enumerable.Repeat("[/", 8000))}",
    ];

    public static TheoryData<string> Schemes => new(CatalogVector.All.Select(vector => vector.SchemeName).Distinct().Where(name => SchemeCatalog.Find(name) is not null));

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Large_deep_and_broken_input_is_refused_in_memory_in_proportion_to_its_size(string name)
    {
        (CatalogVector vector, SignatureScheme scheme, KeyRing ring) = Of(name);
        foreach ((string target, string body) in Inputs(vector.Request.Target))
        {
            var request = new RawRequest(vector.Request.Method, target, vector.Request.Headers, Encoding.UTF8.GetBytes(body), vector.Request.Origin);
            VerificationStatus status = scheme.Verify(request, ring, vector.Now).Status;
            Assert.NotEqual(VerificationStatus.NotVerified, status);

            // A path that the scheme normalizes has several spellings, and nothing between ampersands is no parameter.
            bool isTarget = target == vector.Request.Target || (target.Trim('/').Length == 0 && name == "aws-sigv4");
            bool isSame = isTarget && body.Trim('&') == Encoding.UTF8.GetString(vector.Request.Body.Span);
            Assert.True(isSame || status != VerificationStatus.Valid || !scheme.Covers.HasFlag(SignedParts.Body), $"{name} takes {target.Length} characters of target and {body.Length} of body");

            // A target has 16 KiB at most, and the code of some schemes makes strings of its pieces.
            long most = (16 * 1024) + (4L * body.Length) + (32L * Math.Min(target.Length, MessagePlan.MaxTargetLength));
            Assert.True(Allocates(most, () => scheme.Verify(request, ring, vector.Now)), $"{name}: more than {most} bytes for {target.Length} characters of target and {body.Length} of body ({status})");
        }
    }

    [Theory]
    [InlineData("oauth1", "application/x-www-form-urlencoded")]
    [InlineData("oauth1-sha256", "application/x-www-form-urlencoded")]
    [InlineData("twilio", "application/x-www-form-urlencoded")]
    public void A_genuine_form_of_a_thousand_fields_costs_no_string_for_each(string name, string type)
    {
        SignatureScheme scheme = SchemeCatalog.Find(name)!;
        var ring = new KeyRing(scheme.HasKeyId ? "consumer" : "", scheme.ImportKey("0123456789abcdef0123456789abcdef"));
        string form = string.Join('&', Enumerable.Range(0, 1000).Select(static i => $"a{i}=%41[[[[[[[[[[[[[[[["));
        var request = new RawRequest("POST", "/pay?to=1", [new("Content-Type", type)], Encoding.UTF8.GetBytes(form), new PublicOrigin(new Uri("https://api.example.com")));
        request = new RequestSigner(scheme, ring).Sign(request, new() { Time = Now }).ApplyTo(request);
        Assert.Equal(VerificationStatus.Valid, scheme.Verify(request, ring, Now).Status);
        Assert.True(Allocates(8 * 1024, () => scheme.Verify(request, ring, Now)), name);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("[")]
    [InlineData("%41")]
    public void Huawei_s_path_with_a_slash_at_its_end_costs_no_string_for_each_step(string segment)
    {
        (CatalogVector vector, SignatureScheme scheme, KeyRing ring) = Of("huawei-sdk");
        string target = $"/{string.Concat(Enumerable.Repeat(segment, (MessagePlan.MaxTargetLength - 2) / segment.Length))}/";
        foreach (string path in (string[])[target, target.TrimEnd('/')])
        {
            var request = new RawRequest(vector.Request.Method, path, vector.Request.Headers, vector.Request.Body, vector.Request.Origin);
            Assert.Equal(VerificationStatus.SignatureMismatch, scheme.Verify(request, ring, vector.Now).Status);
            Assert.True(Allocates((16 * 1024) + (4 * path.Length), () => scheme.Verify(request, ring, vector.Now)), $"{path.Length} characters that end in {path[^1]}");
        }
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Requests_with_random_bytes_changed_throw_nothing(string name)
    {
        (CatalogVector vector, SignatureScheme scheme, KeyRing ring) = Of(name);
        var random = new Random(20251217);
        for (int i = 0; i < 500; i++)
        {
            byte[] body = vector.Request.Body.ToArray();
            char[] target = vector.Request.Target.ToCharArray();
            if (body.Length > 0)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            target[random.Next(target.Length)] = (char)random.Next(' ', '~');
            KeyValuePair<string, string>[] headers = [.. vector.Request.Headers.Select(header => KeyValuePair.Create(header.Key, Changed(header.Value, random)))];
            scheme.Verify(new RawRequest(vector.Request.Method, new string(target), headers, body, vector.Request.Origin), ring, vector.Now);
        }
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Another_algorithm_region_date_or_list_of_headers_is_refused(string name)
    {
        (CatalogVector vector, SignatureScheme scheme, KeyRing ring) = Of(name);
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

    private static (CatalogVector Vector, SignatureScheme Scheme, KeyRing Ring) Of(string name)
    {
        CatalogVector vector = CatalogVector.All.First(vector => vector.SchemeName == name);
        SignatureScheme scheme = vector.Bind(SchemeCatalog.Find(name)!);
        return (vector, scheme, vector.Ring(scheme));
    }

    private static IEnumerable<(string Target, string Body)> Inputs(string target) =>
    [
        .. LargeBodies.Select(body => (target, body)),
        .. OddBodies.SelectMany(body => OddTargets.Append(target).Append($"{target}&%=%zz&a=%").Select(odd => (odd, body))),
    ];

    /// <summary>Whether it allocates no more than this in the best of some rounds: a collection elsewhere may empty the pools in one.</summary>
    private static bool Allocates(long most, Action verify) => Enumerable.Range(0, 4).Any(_ =>
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        verify();
        return GC.GetAllocatedBytesForCurrentThread() - before <= most;
    });

    private static string Changed(string value, Random random)
    {
        if (value.Length == 0 || random.Next(2) == 0)
        {
            return value;
        }

        char[] chars = value.ToCharArray();
        chars[random.Next(chars.Length)] = (char)random.Next(1, 300);
        return new string(chars);
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
