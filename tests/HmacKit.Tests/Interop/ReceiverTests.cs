using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace HmacKit.Tests.Interop;

/// <summary>What HmacKit sends while a secret is rotated, judged by the vendors' own receivers.</summary>
public class ReceiverTests(ITestOutputHelper output)
{
    private static readonly string[] Schemes = ["stripe", "standard-webhooks", "svix", "paddle"];

    /// <summary>Paddle's receiver reads the last signature alone; all others try each.</summary>
    [Fact]
    public void A_receiver_with_the_old_secret_accepts_what_is_sent_until_that_secret_expires()
    {
        var end = SchemeCase.Now.AddHours(1);
        var questions = new List<JsonObject>();
        var expected = new List<bool>();
        foreach (string name in Schemes)
        {
            SignatureScheme scheme = SchemeCatalog.All.Single(item => item.Name == name);
            string[] secrets = [.. Enumerable.Range(1, 3).Select(i => "whsec_" + Convert.ToBase64String([.. Enumerable.Repeat((byte)i, 32)]))];
            KeyRing ring = new KeyRing(scheme.ImportKey(secrets[0])).Rotate(scheme.ImportKey(secrets[1]), end);
            bool readsAll = name != "paddle";
            Add(secrets[0], SchemeCase.Now, true);
            Add(secrets[1], SchemeCase.Now, readsAll);
            Add(secrets[2], SchemeCase.Now, false);
            if (name is "standard-webhooks" or "svix")
            {
                Add(secrets[0]["whsec_".Length..], SchemeCase.Now, true);
            }

            Add(secrets[0], end, false);
            Add(secrets[1], end, true);

            void Add(string secret, DateTimeOffset time, bool isAccepted)
            {
                var request = new RawRequest("POST", "/hooks", [], SchemeCase.Body);
                SignedHeaders headers = new RequestSigner(scheme, ring).Sign(request, new SigningValues { Time = time, Id = "evt_1" });
                questions.Add(new JsonObject
                {
                    ["id"] = questions.Count,
                    ["scheme"] = name,
                    ["secret"] = secret,
                    ["bodyBase64"] = Convert.ToBase64String(request.Body.Span),
                    ["headers"] = new JsonObject(headers.Select(header => new KeyValuePair<string, JsonNode?>(header.Key, header.Value))),
                    ["now"] = time.ToUnixTimeMilliseconds(),
                });
                expected.Add(isAccepted);
            }
        }

        List<JsonNode>? answers = Language.Node.Ask(output, Path.Combine("receivers", "verify.mjs"), questions);
        Assert.All(answers ?? [], answer => Assert.True(
            expected[(int)answer["id"]!] == (bool)answer["accepted"]!, $"{questions[(int)answer["id"]!]}: {answer["reason"]}"));
        Assert.True(answers is null || answers.Count == questions.Count);
    }
}
