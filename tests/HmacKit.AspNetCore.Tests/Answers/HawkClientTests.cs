using System.Text.Json.Nodes;
using HmacKit.AspNetCore.Tests.Fixtures;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace HmacKit.AspNetCore.Tests.Answers;

/// <summary>The client of npm <c>hawk</c> before an endpoint on Kestrel: it understands each answer, signed or refused.</summary>
public class HawkClientTests(ITestOutputHelper output)
{
    private const string Secret = "example-secret-of-forty-characters-0001x";

    [Theory]
    [InlineData("hawk", "sha256")]
    [InlineData("hawk-sha1", "sha1")]
    public async Task It_takes_answers_and_hints_and_reads_why_it_was_refused(string name, string algorithm)
    {
        SignatureScheme scheme = SchemeCatalog.Find(name)!;
        await using SignedApp app = await SignedApp.StartAsync(
            app => app.MapPost("/x", () => "done").RequireSignature(name).SignAnswers(SchemeCatalog.All.Single(answers => answers.AnswersTo == scheme)),
            builder =>
            {
                builder.Services.AddHmacKit(hmac => hmac.AddScheme(scheme, options => options.Keys = new MemoryKeySource(new KeyRing("client", scheme.ImportKey(Secret)))));
                builder.Services.Configure<SignatureOptions>(name, static options => options.PublicOrigin = OnTheWay.Origin);
            });
        long now = app.Clock.GetUtcNow().ToUnixTimeSeconds();
        JsonObject[] requests =
        [
            Request(app, algorithm, now),
            Request(app, algorithm, now - 61),
            Request(app, algorithm, now, sendsNoHeader: true),
            Request(app, algorithm, now, secret: "another secret, which nobody has"),
            Request(app, algorithm, now - 61, secret: "another secret, which nobody has"),
        ];
        List<JsonNode>? answers = Language.Node.Ask(output, "vendors/hawk_client.cjs", requests);
        if (answers is null)
        {
            return;
        }

        Assert.All(answers, static answer => Assert.True((bool?)answer["ok"], answer.ToJsonString()));
        Assert.Equal([200, 401, 401, 401, 401], answers.Select(static answer => (int)answer["status"]!));
        Assert.Equal(
            [null, $"Hawk ts=\"{now}\"", "Hawk error=\"Unauthorized\"", "Hawk error=\"Unauthorized\"", "Hawk error=\"Unauthorized\""],
            answers.Select(static answer => ((string?)answer["headers"]!["www-authenticate"])?.Split(',')[0]));
    }

    private static JsonObject Request(SignedApp app, string algorithm, long timestamp, string secret = Secret, bool sendsNoHeader = false) => new()
    {
        ["url"] = new Uri(app.Address, "/x").ToString(),
        ["signed"] = new Uri(OnTheWay.Origin, "/x").ToString(),
        ["method"] = "POST",
        ["body"] = "{}",
        ["id"] = "client",
        ["secret"] = secret,
        ["algorithm"] = algorithm,
        ["timestamp"] = timestamp,
        ["sendsNoHeader"] = sendsNoHeader,
    };
}
