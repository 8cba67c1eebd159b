using System.Text.Json.Nodes;

namespace HmacKit.Cli.Tests.Batch;

/// <summary>Names under which several schemes of the catalogue are known: an algorithm or a form that a vendor lets its customers choose.</summary>
public class SharedNameTests
{
    private static readonly string Secret = new('k', 40);

    [Theory]
    [InlineData("stripe-webhook", "stripe")]
    [InlineData("shopify-webhook", "shopify")]
    [InlineData("github-webhook", "github")]
    [InlineData("meta-webhook", "meta")]
    [InlineData("paddle-billing", "paddle")]
    [InlineData("pagerduty-v3", "pagerduty")]
    public void Another_name_of_a_scheme_is_taken_everywhere(string name, string scheme)
    {
        Assert.StartsWith($"{scheme}, also known as {name}\n", CommandRun.Of("schemes", name).AssertDone().Output, StringComparison.Ordinal);
        Assert.Contains($"| Also known as | `{name}` |", CommandRun.Of("schemes", scheme, "--markdown").AssertDone().Output, StringComparison.Ordinal);
        Assert.Contains(name, CommandRun.Of("schemes", scheme, "--json").AssertDone().Output, StringComparison.Ordinal);
        Assert.Equal("valid", VerifySigned(Sign(name, null, "POST"), name));
        Assert.Equal("valid", VerifySigned(Sign(scheme, null, "POST"), name));
    }

    [Theory]
    [InlineData("api-auth", "HMAC-SHA1")]
    [InlineData("api-auth", "HMAC-SHA256")]
    [InlineData("api-auth", "HMAC-SHA512")]
    [InlineData("duo-v2", "HMAC-SHA512")]
    [InlineData("kong-hmac-auth", "HMAC-SHA384")]
    [InlineData("hawk", "HMAC-SHA1")]
    [InlineData("oauth1", "HMAC-SHA512")]
    public void The_algorithm_says_which_is_meant_and_a_signed_request_says_it_itself(string name, string algorithm)
    {
        JsonObject signed = Sign(name, algorithm, "GET");
        SignatureScheme meant = SchemeCatalog.FindAll(name).First(scheme => scheme.Algorithm.Name == algorithm);
        Assert.Equal("valid", VerifySigned(signed, name));
        Assert.Equal("valid", VerifySigned(signed, meant.Name));
        signed["secret"] = new string('x', 40);
        Assert.Equal("signature_mismatch", VerifySigned(signed, name));
    }

    [Fact]
    public void A_scheme_by_its_own_name_takes_no_other_algorithm()
    {
        JsonObject signed = Sign("api-auth-sha256", null, "GET");
        Assert.Equal("malformed_header", VerifySigned(signed, "api-auth-sha512"));
    }

    [Fact]
    public void Explain_names_what_is_wrong_under_the_scheme_that_the_request_fits()
    {
        JsonObject signed = Sign("api-auth", "HMAC-SHA512", "GET");
        signed["secret"] = Secret + " ";
        signed["scheme"] = "api-auth";
        CommandRun run = CommandRun.With(signed.ToJsonString(), "explain", "--batch", "-").AssertDone();
        Assert.Contains("\"cause\":\"secret_blanks\"", run.Output, StringComparison.Ordinal);
    }

    private static JsonObject Sign(string scheme, string? algorithm, string method)
    {
        var line = new JsonObject
        {
            ["id"] = 1,
            ["scheme"] = scheme,
            ["algorithm"] = algorithm,
            ["keyId"] = "key-1",
            ["secret"] = Secret,
            ["method"] = method,
            ["url"] = "https://api.example.com/v1/things?b=2",
            ["now"] = 1_766_000_000_000,
        };
        JsonObject answer = RequestVectors.Parse(CommandRun.With(line.ToJsonString(), "sign", "--batch", "-").AssertDone().Output);
        line.Remove("algorithm");
        line["headers"] = answer["headers"]!.DeepClone();
        line["url"] = answer["url"]!.DeepClone();
        return line;
    }

    private static string VerifySigned(JsonObject line, string scheme)
    {
        line["scheme"] = scheme;
        return RequestVectors.Parse(CommandRun.With(line.ToJsonString(), "verify", "--batch", "-").AssertDone().Output).Text("status");
    }
}
