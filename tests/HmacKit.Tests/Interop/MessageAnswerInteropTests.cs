using System.Text;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace HmacKit.Tests.Interop;

/// <summary>Signed answers of RFC 9421 with npm <c>http-message-signatures</c>, both ways: over the status and, with <c>;req</c>, their request.</summary>
public class MessageAnswerInteropTests(ITestOutputHelper output)
{
    private const string Secret = "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_766_000_000);

    private static readonly SignatureScheme Requests = new MessageSignatureDefinition { Name = "requests", RequiresNonce = true }.Compile();

    private static readonly string[] Covered = ["@status", "content-type", "@method;req", "@path;req", "@authority;req", "content-type;req", "signature;req;key=\"sig1\""];

    private static readonly SignatureScheme Answers = new MessageSignatureDefinition { Name = "answers", AnswersTo = Requests, AtLeast = [.. Covered, "content-digest"] }.Compile();

    private static readonly KeyRing Keys = new("key-1", Requests.ImportKey(Secret));

    private static readonly string[] Bodies = ["{\"ok\":true}", ""];

    [Fact]
    public void What_the_library_answers_HmacKit_takes_for_that_request_and_status()
    {
        RawRequest asked = Ask("/a%20b?b=1", "n1");
        List<JsonNode>? answers = Language.Node.Ask(output, "vendors/answers.cjs", Bodies.Select(body => ToLine("sign", asked, [new("Content-Type", "text/plain")], body, 201)));
        for (int i = 0; answers is not null && i < Bodies.Length; i++)
        {
            Assert.True(answers[i]["error"] is null, $"{answers[i]["error"]}");
            KeyValuePair<string, string>[] headers = [.. answers[i]["headers"]!.AsObject().Select(static header => KeyValuePair.Create(header.Key, (string)header.Value!))];
            byte[] body = Encoding.UTF8.GetBytes(Bodies[i]);
            Assert.Equal(VerificationStatus.Valid, Status(asked));
            Assert.Equal(VerificationStatus.SignatureMismatch, Status(asked, status: 200));
            Assert.Equal(VerificationStatus.SignatureMismatch, Status(Ask("/a%20b?b=1", "n2")));
            Assert.Equal(VerificationStatus.SignatureMismatch, Status(Ask("/other", "n1")));
            Assert.NotEqual(VerificationStatus.Valid, Answers.Verify(new AnswerSource(asked, headers, status: 201), [.. body, 1], Keys, Now).Status);

            VerificationStatus Status(RawRequest request, int status = 201) => Answers.Verify(new AnswerSource(request, headers, status: status), body, Keys, Now).Status;
        }
    }

    [Fact]
    public void What_HmacKit_answers_the_library_takes_for_that_request_and_status()
    {
        RawRequest asked = Ask("/a%20b?b=1", "n1");
        List<JsonObject> lines = [];
        foreach (string body in Bodies)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(body);
            KeyValuePair<string, string>[] plain = [new("Content-Type", "text/plain")];
            KeyValuePair<string, string>[] headers = [.. plain, .. new RequestSigner(Answers, Keys).Sign(new AnswerSource(asked, plain, status: 201), bytes, new SigningValues { Time = Now })];
            lines.AddRange([
                ToLine("verify", asked, headers, body, 201),
                ToLine("verify", asked, headers, body, 200),
                ToLine("verify", Ask("/a%20b?b=1", "n2"), headers, body, 201),
                ToLine("verify", Ask("/other", "n1"), headers, body, 201),
                ToLine("verify", asked, [.. headers.Select(static header => header.Key == "Content-Type" ? new(header.Key, "text/html") : header)], body, 201),
            ]);
        }

        List<JsonNode>? answers = Language.Node.Ask(output, "vendors/answers.cjs", lines);
        for (int i = 0; answers is not null && i < lines.Count; i++)
        {
            Assert.True((bool?)answers[i]["ok"] == (i % 5 == 0), $"{lines[i]}: {answers[i]}");
        }
    }

    private static RawRequest Ask(string target, string nonce)
    {
        var request = new RawRequest("POST", target, [new("Content-Type", "application/json")], "{}"u8.ToArray(), new PublicOrigin(new Uri("https://example.com:8443")));
        return new RequestSigner(Requests, Keys).Sign(request, new SigningValues { Time = Now, Nonce = nonce }).ApplyTo(request);
    }

    private static JsonObject ToLine(string operation, RawRequest request, IEnumerable<KeyValuePair<string, string>> headers, string body, int status)
    {
        string[] fields = body.Length > 0 ? [.. Covered, "content-digest"] : Covered;
        JsonObject answer = Message(headers, body);
        answer["status"] = status;
        JsonObject asked = Message(request.Headers, "{}");
        asked["method"] = request.Method;
        asked["url"] = $"{request.Origin}{request.Target}";
        return new()
        {
            ["op"] = operation,
            ["library"] = "http-message-signatures",
            ["secret"] = Secret,
            ["keyId"] = "key-1",
            ["now"] = Now.ToUnixTimeMilliseconds(),
            ["request"] = asked,
            ["answer"] = answer,
            ["fields"] = new JsonArray([.. fields.Select(static field => (JsonNode)field)]),
        };
    }

    private static JsonObject Message(IEnumerable<KeyValuePair<string, string>> headers, string body) => new()
    {
        ["headers"] = new JsonObject(headers.Select(static header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value))),
        ["bodyBase64"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(body)),
    };
}
