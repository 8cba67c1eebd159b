using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace HmacKit.Testing.Tests.Hostile;

/// <summary>Hostile requests as vectors, put to verifiers in other languages that know nothing of HmacKit.</summary>
public class HostileVectorTests(ITestOutputHelper output)
{
    private const string Secret = "a secret that everybody knows";

    private static readonly string[] Spoilt = ["key/wrong-secret", "key/empty-secret", "signature/", "body/", "method/", "path/", "query/", "framing/", "time/too-old", "time/in-future", "time/replaced"];

    public static TheoryData<string> Schemes => new("body", "onering", "osaycore", "theone", "oort", "stripe", "standard-webhooks");

    [Theory]
    [MemberData(nameof(Schemes))]
    public void Vectors_have_the_status_of_the_engine_after_they_were_written_and_read(string name)
    {
        IReadOnlyList<RequestVector> vectors = Vectors(name);
        Assert.Equal($"{name}/control", vectors[0].Id);
        Assert.Equal("valid", vectors[0].Expect);
        Assert.InRange(vectors.Count, 40, 150);
        Assert.All(vectors, vector => Assert.True(RequestVector.Parse(vector.ToJson()) is var read && read.IsAsExpected(read.Verify(SchemeCatalog.Find(name)!).Status), vector.Id));
        Assert.DoesNotContain(vectors.Skip(1), vector => vector.Expect == "valid");
        Assert.Contains(vectors, vector => vector.Expect == "missing_header");
        Assert.Contains(vectors, vector => vector.Expect == "signature_mismatch");
    }

    /// <summary>
    /// What is spoilt after it was signed is refused by everybody, but for what verifiers that are written from a vendor's
    /// document usually let through: any number of signatures, a name twice in a query, a delimiter within an id.
    /// </summary>
    [Theory]
    [InlineData("body")]
    [InlineData("onering", "framing/id-takes-from-body", "signature/sixteen-wrong-and-the-good")]
    [InlineData("osaycore")]
    [InlineData("theone")]
    [InlineData("oort", "query/twice-other", "query/twice-same")]
    [InlineData("stripe", "signature/sixteen-wrong-and-the-good")]
    [InlineData("standard-webhooks", "signature/sixteen-wrong-and-the-good:blank")]
    public void Python_and_Node_accept_the_control_and_refuse_what_was_spoilt(string name, params string[] usuallyAccepted)
    {
        RequestVector[] vectors = [.. Vectors(name).Where(vector => vector.Id.EndsWith("/control", StringComparison.Ordinal) || Spoilt.Any(group => vector.Id.StartsWith($"{name}/{group}", StringComparison.Ordinal)))];
        foreach ((Language language, string script) in new[] { (Language.Python, "sign_verify.py"), (Language.Node, "sign_verify.mjs") })
        {
            List<JsonNode>? answers = language.Ask(output, script, vectors.Select(Question));
            if (answers is not null)
            {
                string[] accepted = [.. answers.Where(answer => (bool)answer["valid"]!).Select(answer => (string)answer["id"]!)];
                string[] expected = [.. usuallyAccepted.Prepend("control").Select(id => $"{name}/{id}")];
                Assert.Contains(expected[0], accepted);
                Assert.Empty(accepted.Except(expected));
                Assert.True(accepted.Length == expected.Length || language == Language.Node, string.Join(", ", accepted));
                Assert.Equal(vectors.Length, answers.Count);
            }
        }
    }

    private static IReadOnlyList<RequestVector> Vectors(string name)
    {
        string secret = name == "standard-webhooks" ? "whsec_" + Convert.ToBase64String("a secret that everybody knows"u8) : Secret;
        return HostileRequests.ToVectors(SchemeCatalog.Find(name)!, secret, "key-1", "/v1/things?b=2&a=x%2Fy", new HostileOptions { TimeProvider = new ManualTimeProvider() });
    }

    private static JsonNode Question(RequestVector vector)
    {
        JsonNode json = JsonNode.Parse(vector.ToJson())!;
        json["do"] = "verify";
        return json;
    }
}
