using System.Text.Json;

namespace HmacKit.Cli.Tests.Schemes;

public class SchemeFileTests
{
    private const string Stripe = """
        {
          "name": "mine", // as Stripe's
          "message": "{timestamp}.{body}",
          "headers": { "Stripe-Signature": { "fields": "t={timestamp},v1={signature:hex}" } },
          "freshness": { "format": "unixSeconds", "maxAgeSeconds": 300 }
        }
        """;

    private const string Everything = """
        {
          "name": "everything", "message": "{keyid}|{timestamp}|{nonce}|{target}|{account}|{body:sha256:hex}",
          "headers": {
            "Authorization": { "fields": "key={keyid}; ts={timestamp}; n={nonce}; sig={signature:base64}", "separator": ";" },
            "X-Account": "{account}"
          },
          "values": { "account": { "carried": "none" } },
          "algorithm": "sha512", "secretFormat": { "format": "base64", "after": "key_" },
          "keyDerivation": ["sha256", { "hmac": "{keyid}" }],
          "freshness": { "format": "unixMilliseconds", "maxAgeSeconds": 30, "maxSkewSeconds": 5 },
          "replay": "byNonce", "signsWithAllKeys": false, "documentation": "https://example.com/signing",
          "parameters": { "encoding": "percent", "order": "byName", "repeats": "refused" },
          "signedHeaderSet": { "joiner": "\n", "collapsesBlanks": true }
        }
        """;

    [Fact]
    public void A_definition_in_a_file_signs_as_the_same_one_of_the_catalogue()
    {
        using var file = new TemporaryFile(Stripe);
        using var body = new TemporaryFile("{}");
        string[] rest = ["--secret", "0123456789abcdef", "--url", "/hooks", "--timestamp", "1766000000", "--body-file", body.Path];
        string expected = CommandRun.Of(["sign", "--scheme", "stripe", .. rest]).AssertDone().Output;
        Assert.Equal(expected, CommandRun.Of(["sign", "--scheme-file", file.Path, .. rest]).AssertDone().Output);
    }

    [Fact]
    public void What_it_signs_it_verifies_and_explains()
    {
        using var file = new TemporaryFile(Everything);
        string[] secret = ["--scheme-file", file.Path, "--secret", "key_c2VjcmV0IHRoYXQgaXMgbG9uZyBlbm91Z2g=", "--key-id", "k1"];
        string request = CommandRun.Of(["sign", .. secret, "--url", "/a?b=c", "--param", "account=acc_1", "--output", "http"]).AssertDone().Output;
        Assert.Contains("X-Account: acc_1", request, StringComparison.Ordinal);
        CommandRun verified = CommandRun.With(request, ["verify", .. secret, "-"]);
        Assert.Equal("valid\n", verified.AssertDone().Output);
        CommandRun changed = CommandRun.With(request.Replace("/a?b=c", "/a/?b=c", StringComparison.Ordinal), ["explain", .. secret, "-"]);
        Assert.Equal(1, changed.ExitCode);
        Assert.Contains("cause: ", changed.Output, StringComparison.Ordinal);
    }

    /// <summary>What is missing is code, names of the catalogue, other schemes, or what a receiver does with an event that was verified.</summary>
    [Fact]
    public void The_members_are_those_of_a_definition()
    {
        string[] code = ["code", "customParts", "publicKey", "answersTo", "clockHint", "otherNames", "eventIdentity", "eventType", "handshake"];
        IEnumerable<string> properties = typeof(SchemeDefinition).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));
        Assert.Equal(properties.Except(code).Order(), SchemeFile.MemberNames.Order());
    }

    [Theory]
    [InlineData("{", "isn't JSON: line 1")]
    [InlineData("[]", "'the file' is an object")]
    [InlineData("""{"name": "a", "name": "b"}""", "isn't JSON")]
    [InlineData("""{"\ud800": "a"}""", "half of a surrogate pair")]
    [InlineData("""{"name": "\ud800"}""", "half of a surrogate pair")]
    [InlineData("""{"messge": "{body}"}""", "there is no member 'messge'; did you mean 'message'?")]
    [InlineData("""{"message": 1}""", "'message' is a text")]
    [InlineData("""{"replay": "sometimes"}""", "'replay' is one of none, byId, byNonce, bySignature")]
    [InlineData("""{"headers": {"X": {"txt": "a"}}}""", "'X' has no member 'txt'; did you mean 'text'?")]
    [InlineData("""{"name": "a", "message": "{bdy}", "headers": {"X": "{signature:hex}"}}""", "unknown part '{bdy}'")]
    public void A_fault_is_said_in_one_line(string json, string expected)
    {
        using var file = new TemporaryFile(json);
        string line = CommandRun.Of("sign", "--scheme-file", file.Path, "--secret", "0123456789abcdef", "--url", "/").AssertWrongUse();
        Assert.Contains(expected, line, StringComparison.Ordinal);
    }

    [Fact]
    public void It_stands_in_place_of_a_name()
    {
        using var file = new TemporaryFile(Stripe);
        Assert.Contains("either --scheme or --scheme-file", CommandRun.Of("sign", "--scheme", "stripe", "--scheme-file", file.Path, "--secret", "0123456789abcdef", "--url", "/").AssertWrongUse(), StringComparison.Ordinal);
    }
}
