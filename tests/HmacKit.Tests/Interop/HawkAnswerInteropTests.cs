using System.Text;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace HmacKit.Tests.Interop;

/// <summary>Signed answers of npm <c>hawk</c>, both ways: its server answers HmacKit's client, and HmacKit's server answers its client.</summary>
public class HawkAnswerInteropTests(ITestOutputHelper output)
{
    private const string Secret = "example-secret-of-forty-characters-0001x";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_766_000_000);

    private static readonly KeyRing Keys = new("key-1", SchemeCatalog.Hawk.ImportKey(Secret));

    private static readonly Exchange[] Exchanges =
    [
        new("POST", "https://example.com/a%20b?b=1&a=2", "{\"order\":1}", "{\"ok\":true}", "Application/JSON; charset=utf-8"),
        new("GET", "https://example.com:8443/orders", "", "thank you, café", "text/plain") { Ext = "response-specific", Own = { ["ext"] = "of the request" } },
        new("DELETE", "http://example.com/orders/1", "", "", null) { Own = { ["app"] = "app-1", ["dlg"] = "dlg-1" } },
        new("GET", "https://example.com/", "", "x", "text/plain") { Ext = "gone", Own = { ["app"] = "app-1" } },
        new("POST", "https://example.com/legacy", "{\"order\":1}", "{\"ok\":true}", "application/json") { Answers = SchemeCatalog.HawkSha1Response },
    ];

    [Fact]
    public void What_hawk_answers_HmacKit_takes_for_that_request_and_as_it_was()
    {
        RawRequest[] asked = [.. Exchanges.Select(static exchange => exchange.Ask("n0nce1"))];
        List<JsonNode>? answers = Ask(Exchanges.Select((exchange, i) => exchange.ToLine("sign", asked[i], exchange.AnswerHeaders, exchange.Answer)));
        for (int i = 0; answers is not null && i < Exchanges.Length; i++)
        {
            Exchange exchange = Exchanges[i];
            Assert.True(answers[i]["error"] is null, $"{answers[i]["error"]}");
            string signed = (string)answers[i]["headers"]!["Server-Authorization"]!;
            byte[] body = Encoding.UTF8.GetBytes(exchange.Answer);
            Assert.Equal(VerificationStatus.Valid, Status(asked[i], signed));
            Assert.Equal(VerificationStatus.SignatureMismatch, Status(exchange.Ask("n0nce2"), signed));
            Assert.Equal(VerificationStatus.SignatureMismatch, Status(asked[i], Exchange.WithOtherMac(signed)));
            Assert.Equal(VerificationStatus.SignatureMismatch, Status(asked[i], signed.Contains("ext=", StringComparison.Ordinal) ? signed.Replace("ext=\"", "ext=\"x", StringComparison.Ordinal) : signed + ", ext=\"x\""));
            Assert.Equal(VerificationStatus.DigestMismatch, Status(asked[i], signed, [.. body, 1]));
            if (exchange.Type is not null)
            {
                Assert.Equal(VerificationStatus.DigestMismatch, Status(asked[i], signed, body, "text/html"));
                Assert.Equal(VerificationStatus.DigestMismatch, Status(asked[i], signed, []));
            }

            VerificationStatus Status(RawRequest request, string header, byte[]? received = null, string? type = null) => exchange.Answers.Verify(
                new AnswerSource(request, [.. exchange.HeadersOf(type ?? exchange.Type), new("Server-Authorization", header)]), received ?? body, exchange.Ring, Now).Status;
        }
    }

    [Fact]
    public void What_HmacKit_answers_hawk_takes_for_that_request_and_as_it_was()
    {
        List<JsonObject> lines = [];
        List<bool> expected = [];
        foreach (Exchange exchange in Exchanges)
        {
            RawRequest asked = exchange.Ask("n0nce1");
            Assert.Equal(VerificationStatus.Valid, exchange.Answers.AnswersTo!.Verify(asked, exchange.Ring, Now).Status);
            byte[] body = Encoding.UTF8.GetBytes(exchange.Answer);
            var values = new SigningValues { Values = exchange.Ext is { } ext ? new Dictionary<string, string> { ["ext"] = ext } : null };
            string signed = new RequestSigner(exchange.Answers, exchange.Ring).Sign(new AnswerSource(asked, exchange.AnswerHeaders), body, values)["Server-Authorization"];
            Add(asked, signed, exchange.Answer, isTaken: true);
            Add(exchange.Ask("n0nce2"), signed, exchange.Answer, isTaken: false);
            Add(asked, Exchange.WithOtherMac(signed), exchange.Answer, isTaken: false);
            Add(asked, signed, exchange.Answer + "x", isTaken: false);

            void Add(RawRequest request, string header, string answer, bool isTaken)
            {
                lines.Add(exchange.ToLine("verify", request, [.. exchange.AnswerHeaders, new("Server-Authorization", header)], answer));
                expected.Add(isTaken);
            }
        }

        List<JsonNode>? answers = Ask(lines);
        for (int i = 0; answers is not null && i < lines.Count; i++)
        {
            Assert.True((bool?)answers[i]["ok"] == expected[i], $"{lines[i]}: {answers[i]}");
        }
    }

    [Fact]
    public void The_time_that_hawk_tells_a_late_client_HmacKit_takes_as_it_was()
    {
        JsonNode? answer = Ask([Exchanges[0].ToLine("hint", Exchanges[0].Ask("n0nce1"), [], "", Now.AddSeconds(61))])?[0];
        if (answer is not null)
        {
            string hint = (string)answer["headers"]!["WWW-Authenticate"]!;
            Assert.Contains("Stale timestamp", hint, StringComparison.Ordinal);
            VerificationResult result = Verify(hint, Keys);
            Assert.Equal((VerificationStatus.Valid, Now.AddSeconds(61)), (result.Status, result.SignedAt!.Value));
            Assert.Equal(VerificationStatus.SignatureMismatch, Verify(hint.Replace("ts=\"17", "ts=\"18", StringComparison.Ordinal), Keys, 100_000_000).Status);
            Assert.Equal(VerificationStatus.SignatureMismatch, Verify(hint, new KeyRing("key-1", SchemeCatalog.Hawk.ImportKey("another secret, which nobody has"))).Status);
        }

        static VerificationResult Verify(string hint, KeyRing keys, int later = 0) =>
            SchemeCatalog.Hawk.ClockHint!.Verify(new RawRequest("GET", "/", [new("WWW-Authenticate", hint)]), keys, Now.AddSeconds(later));
    }

    [Fact]
    public async Task The_time_that_HmacKit_tells_a_late_client_hawk_takes_as_it_was()
    {
        var clock = new ManualTimeProvider(Now.AddSeconds(61));
        var verifier = new RequestVerifier(SchemeCatalog.Hawk, new MemoryKeySource(Keys), new VerifierOptions { TimeProvider = clock, ReplayStore = new MemoryReplayStore() });
        RawRequest request = Exchanges[0].Ask("n0nce1");
        Assert.Equal(VerificationStatus.TimestampTooOld, (await verifier.VerifyAsync(request)).Status);
        HmacKey? key = await verifier.FindKeyOfUntimelyAsync(request);
        string hint = new RequestSigner(SchemeCatalog.Hawk.ClockHint!, key!, clock).Sign(new RawRequest("GET", "/", []))["WWW-Authenticate"];
        Assert.Null(await verifier.FindKeyOfUntimelyAsync(request.WithBody([.. request.Body.Span, 1])));
        List<JsonNode>? answers = Ask(((string[])[hint, hint.Replace("tsm=\"", "tsm=\"A", StringComparison.Ordinal), hint.Replace("ts=\"17", "ts=\"18", StringComparison.Ordinal)])
            .Select(one => Exchanges[0].ToLine("verify", request, [new("WWW-Authenticate", one)], "")));
        Assert.Equal([true, false, false], answers?.Select(static answer => (bool)answer["ok"]!) ?? [true, false, false]);
    }

    private List<JsonNode>? Ask(IEnumerable<JsonNode> lines) => Language.Node.Ask(output, "vendors/answers.cjs", lines);

    /// <summary>A request of HmacKit's and the answer to it.</summary>
    private sealed record Exchange(string Method, string Url, string Body, string Answer, string? Type)
    {
        /// <summary>What the answer says besides; null for nothing.</summary>
        public string? Ext { get; init; }

        /// <summary>What the request says besides.</summary>
        public Dictionary<string, string> Own { get; init; } = [];

        public SignatureScheme Answers { get; init; } = SchemeCatalog.HawkResponse;

        public KeyRing Ring => new("key-1", Answers.ImportKey(Secret));

        public KeyValuePair<string, string>[] AnswerHeaders => HeadersOf(Type);

        public KeyValuePair<string, string>[] HeadersOf(string? type) => type is null ? [] : [new("Content-Type", type)];

        public static string WithOtherMac(string header)
        {
            int at = header.IndexOf("mac=\"", StringComparison.Ordinal) + 5;
            return string.Concat(header.AsSpan(0, at), header[at] == 'A' ? "B" : "A", header.AsSpan(at + 1));
        }

        public RawRequest Ask(string nonce)
        {
            var url = new Uri(Url);
            var request = new RawRequest(Method, url.PathAndQuery, Body.Length > 0 ? [new("Content-Type", "application/json")] : [], Encoding.UTF8.GetBytes(Body), new PublicOrigin(url));
            return new RequestSigner(Answers.AnswersTo!, Ring).Sign(request, new SigningValues { Time = Now, Nonce = nonce, Values = Own }).ApplyTo(request);
        }

        public JsonObject ToLine(string operation, RawRequest request, IEnumerable<KeyValuePair<string, string>> headers, string answer, DateTimeOffset? now = null)
        {
            string authorization = request.GetHeader("Authorization").Value!;
            var asked = new JsonObject(Own.Select(static value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value)))
            {
                ["timestamp"] = Now.ToUnixTimeSeconds(),
                ["nonce"] = authorization.Contains("n0nce1", StringComparison.Ordinal) ? "n0nce1" : "n0nce2",
            };
            return new()
            {
                ["op"] = operation,
                ["library"] = "hawk",
                ["secret"] = Secret,
                ["keyId"] = "key-1",
                ["algorithm"] = Answers.Algorithm == HmacAlgorithm.Sha256 ? "sha256" : "sha1",
                ["now"] = (now ?? Now).ToUnixTimeMilliseconds(),
                ["request"] = Message(request.Headers, Body, new() { ["method"] = Method, ["url"] = Url }),
                ["answer"] = Message(headers, answer, []),
                ["ext"] = Ext,
                ["asked"] = asked,
            };
        }

        private static JsonObject Message(IEnumerable<KeyValuePair<string, string>> headers, string body, JsonObject message)
        {
            message["headers"] = new JsonObject(headers.Select(static header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value)));
            message["bodyBase64"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(body));
            return message;
        }
    }
}
