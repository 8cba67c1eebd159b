using System.Text;

namespace HmacKit.Tests.MessageSignatures;

/// <summary>Signed answers: what RFC 9421 signed (sections 2.4 and B.2.4), and what binds an answer to its request.</summary>
public class AnswerTests
{
    private const string Busy = "{\"busy\": true, \"message\": \"Your call is very important to us\"}";

    private const string Bound = "reqres=(\"@status\" \"content-digest\" \"content-type\" \"@authority\";req \"@method\";req \"@path\";req \"content-digest\";req);created=1618884479;keyid=\"test-key-ecc-p256\"";

    private const string BoundSignature = "reqres=:dMT/A/76ehrdBTD/2Xx8QuKV6FoyzEP/I9hdzKN8LQJLNgzU4W767HK05rx1i8meNQQgQPgQp8wq2ive3tV5Ag==:";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_618_884_479);

    private static readonly SignatureScheme Requests = new MessageSignatureDefinition { Name = "requests", AtLeast = ["@method"] }.Compile();

    private static readonly SignatureScheme Answers = new MessageSignatureDefinition { Name = "answers", Label = "reqres", AnswersTo = Requests }.Compile();

    private static readonly KeyRing Keys = new("test-shared-secret", Requests.ImportKey(RfcCases.Shared));

    [Fact]
    public void The_answer_of_section_2_4_is_valid_for_its_request_and_status_alone()
    {
        SignatureScheme scheme = Ecc("@status", "@method;req");
        var keys = new KeyRing("test-key-ecc-p256", scheme.ImportKey(RfcCases.Ecc));
        VerificationStatus Verify(RequestSource request, int? status = 503, string body = Busy) =>
            scheme.Verify(Answer(request, status, Bound, BoundSignature, body), Encoding.UTF8.GetBytes(body), keys, Now).Status;

        Assert.Equal(VerificationStatus.Valid, Verify(SignedRequest("/foo?param=Value&Pet=dog")));
        Assert.Equal(VerificationStatus.Valid, Verify(SignedRequest("/foo")));
        Assert.Equal(VerificationStatus.SignatureMismatch, Verify(SignedRequest("/bar")));
        Assert.Equal(VerificationStatus.SignatureMismatch, Verify(SignedRequest("/foo", "GET")));
        Assert.Equal(VerificationStatus.SignatureMismatch, Verify(SignedRequest("/foo"), 200));
        Assert.Equal(VerificationStatus.DigestMismatch, Verify(SignedRequest("/foo"), body: "{}"));
        Assert.NotEqual(VerificationStatus.Valid, Verify(SignedRequest("/foo"), status: null));
        Assert.Equal(VerificationStatus.MissingHeader, scheme.Verify(RfcCases.Request(Bound, BoundSignature), keys, Now).Status);
    }

    [Fact]
    public void The_answer_of_appendix_B_2_4_is_refused_where_the_request_must_be_covered()
    {
        const string input = "sig-b24=(\"@status\" \"content-type\" \"content-digest\" \"content-length\");created=1618884473;keyid=\"test-key-ecc-p256\"";
        const string signature = "sig-b24=:wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==:";
        const string body = "{\"message\": \"good dog\"}";
        const string digest = "sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:";
        SignatureScheme scheme = Ecc("@method;req");
        var keys = new KeyRing("test-key-ecc-p256", scheme.ImportKey(RfcCases.Ecc));
        var answer = new AnswerSource(
            SignedRequest("/foo"),
            [new("Content-Type", "application/json"), new("Content-Digest", digest), new("Content-Length", "23"), new("Signature-Input", input), new("Signature", signature)],
            Encoding.UTF8.GetBytes(body),
            200);
        Assert.Equal(VerificationStatus.MalformedHeader, scheme.Verify(answer, answer.Body.Span, keys, Now).Status);

        // Its message is the one that the RFC signed all the same.
        Assert.Equal("200", Value("@status", answer));
        Assert.Equal("23", Value("content-length", answer));
    }

    [Fact]
    public void An_answer_is_signed_for_one_request_by_that_requests_signature()
    {
        RawRequest request = SignedRequest("/orders");
        AnswerSource signed = Sign(request, 201, "{}");
        string[] members = signed.GetHeader("Signature-Input").Value!.Split('(', ')');
        Assert.Equal("\"@status\" \"content-digest\" \"signature\";req;key=\"sig1\"", members[1]);
        Assert.Equal(VerificationStatus.Valid, Verify(signed));
        Assert.Equal(VerificationStatus.SignatureMismatch, Verify(Of(signed, SignedRequest("/orders", time: Now.AddSeconds(1)), 201)));
        Assert.Equal(VerificationStatus.SignatureMismatch, Verify(Of(signed, request, 200)));
        Assert.Equal(VerificationStatus.TimestampTooOld, Answers.Verify(signed, signed.Body.Span, Keys, Now.AddMinutes(6)).Status);
        Assert.Equal(VerificationStatus.UnknownKey, Answers.Verify(signed, signed.Body.Span, new KeyRing("other", Keys.Primary), Now).Status);
    }

    [Fact]
    public void An_answer_covers_its_requests_signature_under_the_label_of_the_requests_definition_and_asks_for_that()
    {
        SignatureScheme labelled = new MessageSignatureDefinition { Name = "labelled", Label = "client", AtLeast = ["@method"] }.Compile();
        var definition = new MessageSignatureDefinition { Name = "answers", AnswersTo = labelled };
        Assert.StartsWith("sig1=(\"@status\" \"content-digest\" \"signature\";req;key=\"client\")", definition.ToAcceptSignature(), StringComparison.Ordinal);
        SignatureScheme answers = definition.Compile();
        var request = new RawRequest("GET", "/x", []);
        request = new RequestSigner(labelled, Keys).Sign(request, new SigningValues { Time = Now }).ApplyTo(request);
        var answer = new AnswerSource(request, [], default, 200);
        SignedHeaders headers = new RequestSigner(answers, Keys).Sign(answer, [], new SigningValues { Time = Now });
        Assert.Contains("(\"@status\" \"signature\";req;key=\"client\")", headers["Signature-Input"], StringComparison.Ordinal);
        Assert.Equal(VerificationStatus.Valid, answers.Verify(new AnswerSource(request, headers, default, 200), [], Keys, Now).Status);
    }

    /// <summary>Key id, time and nonce are the answer's own, and the request's may be others.</summary>
    [Fact]
    public void An_answer_has_a_nonce_of_its_own()
    {
        SignatureScheme requests = new MessageSignatureDefinition { Name = "requests", AtLeast = ["@method"], RequiresNonce = true }.Compile();
        SignatureScheme answers = new MessageSignatureDefinition { Name = "answers", AnswersTo = requests, RequiresNonce = true }.Compile();
        var request = new RawRequest("GET", "/x", []);
        request = new RequestSigner(requests, Keys).Sign(request, new SigningValues { Time = Now, Nonce = "of-the-request" }).ApplyTo(request);
        var answer = new AnswerSource(request, [], default, 200);
        foreach (string? nonce in (string?[])["of-the-answer", null])
        {
            SignedHeaders headers = new RequestSigner(answers, Keys).Sign(answer, [], new SigningValues { Time = Now, Nonce = nonce });
            Assert.Matches(nonce is null ? "nonce=\"[0-9a-f]{32}\"" : "nonce=\"of-the-answer\"", headers["Signature-Input"]);
            Assert.Equal(VerificationStatus.Valid, answers.Verify(new AnswerSource(request, headers, default, 200), [], Keys, Now).Status);
        }
    }

    /// <summary>A proxy's signature may stand before the client's, and be of a kind that the client's scheme doesn't know.</summary>
    [Fact]
    public void A_request_with_several_signatures_has_an_answer_for_the_one_that_its_scheme_reads()
    {
        SignatureScheme requests = new MessageSignatureDefinition { Name = "requests", Label = "client", AtLeast = ["@method"], RequiresNonce = true, Tag = "client" }.Compile();
        SignatureScheme proxies = new MessageSignatureDefinition { Name = "proxies", Label = "proxy", AtLeast = ["@method"], Tag = "proxy" }.Compile();
        SignatureScheme bodies = SignatureScheme.Compile(new()
        {
            Name = "bodies",
            Message = "{nonce}\n{timestamp}\n{body}",
            Headers = { ["X-Answer"] = HeaderFormat.Text("{signature:hex}") },
            AnswersTo = requests,
            Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        });
        SignatureScheme messages = new MessageSignatureDefinition { Name = "messages", AnswersTo = requests }.Compile();
        var plain = new RawRequest("GET", "/x", []);
        RawRequest proxied = new RequestSigner(proxies, Keys).Sign(plain, new SigningValues { Time = Now }).ApplyTo(plain);
        RawRequest request = new RequestSigner(requests, Keys).Sign(proxied, new SigningValues { Time = Now, Nonce = "n1" }).ApplyTo(proxied);
        Assert.StartsWith("proxy=", request.GetHeader("Signature-Input").Value, StringComparison.Ordinal);
        foreach (SignatureScheme scheme in (SignatureScheme[])[bodies, messages])
        {
            SignedHeaders headers = new RequestSigner(scheme, Keys).Sign(new AnswerSource(request, [], default, 200), "x"u8, new SigningValues { Time = Now });
            Assert.Equal(VerificationStatus.Valid, scheme.Verify(new AnswerSource(request, headers, default, 200), "x"u8, Keys, Now).Status);
            Assert.NotEqual(VerificationStatus.Valid, scheme.Verify(new AnswerSource(proxied, headers, default, 200), "x"u8, Keys, Now).Status);
        }

        // printf 'n1\n1618884479\nx' | openssl dgst -sha256 -mac HMAC -macopt hexkey:$(printf %s SHARED-SECRET | base64 -d | xxd -p -c 99)
        Assert.Equal("d0aa0d5254b58d219dacc033149eccc0f2676d95139f35d5a59a47fae2749377", new RequestSigner(bodies, Keys).Sign(new AnswerSource(request, []), "x"u8)["X-Answer"]);
    }

    [Fact]
    public void An_answer_without_a_body_needs_no_digest()
    {
        AnswerSource signed = Sign(SignedRequest("/orders"), 204, "");
        Assert.True(signed.GetHeader("Content-Digest").IsMissing);
        Assert.Equal(VerificationStatus.Valid, Verify(signed));
    }

    [Theory]
    [InlineData("@method")]
    [InlineData("@status;req")]
    [InlineData("@status;x=1")]
    [InlineData("@path")]
    [InlineData("x-missing;req")]
    [InlineData("content-digest;tr")]
    [InlineData("signature;req;key=\"other\"")]
    public void What_an_answer_does_not_have_has_no_value(string component) => Assert.Null(Value(component, Sign(SignedRequest("/orders"), 200, "{}")));

    [Theory]
    [InlineData("@method;req")]
    [InlineData("@status")]
    [InlineData("signature;req;key=\"sig1\"")]
    public void A_request_has_no_status_and_no_request(string component) => Assert.Null(Value(component, SignedRequest("/orders")));

    [Fact]
    public void A_definition_of_answers_has_something_of_the_request_and_one_of_requests_nothing()
    {
        Assert.Contains(";req", Assert.Throws<ArgumentException>(() => new MessageSignatureDefinition { AnswersTo = Requests, AtLeast = ["@status"] }.Compile()).Message, StringComparison.Ordinal);
        Assert.Contains("AnswersTo", Assert.Throws<ArgumentException>(() => new MessageSignatureDefinition { AtLeast = ["@method", "@path;req"] }.Compile()).Message, StringComparison.Ordinal);
        Assert.Contains("AnswersTo", Assert.Throws<SchemeDefinitionException>(() => new MessageSignatureDefinition { AtLeast = ["@status"] }.Compile()).Message, StringComparison.Ordinal);
    }

    private static SignatureScheme Ecc(params string[] atLeast) => new MessageSignatureDefinition
    {
        Name = "rfc-answer",
        AtLeast = atLeast,
        AnswersTo = Requests,
        PublicKey = PublicKeyAlgorithms.EcdsaP256Sha256,
    }.Compile();

    private static RawRequest SignedRequest(string target, string method = "POST", DateTimeOffset? time = null)
    {
        var request = new RawRequest(
            method,
            target,
            [new("Host", "example.com"), new("Content-Type", "application/json"), new("Content-Digest", RfcCases.Digest), new("Content-Length", "18")],
            "{\"hello\": \"world\"}"u8.ToArray(),
            RfcCases.Origin);
        return new RequestSigner(Requests, Keys).Sign(request, new SigningValues { Time = time ?? Now }).ApplyTo(request);
    }

    private static AnswerSource Answer(RequestSource request, int? status, string input, string signature, string body) => new(
        request,
        [
            new("Date", "Tue, 20 Apr 2021 02:07:56 GMT"),
            new("Content-Type", "application/json"),
            new("Content-Digest", "sha-512=:0Y6iCBzGg5rZtoXS95Ijz03mslf6KAMCloESHObfwnHJDbkkWWQz6PhhU9kxsTbARtY2PTBOzq24uJFpHsMuAg==:"),
            new("Signature-Input", input),
            new("Signature", signature),
        ],
        Encoding.UTF8.GetBytes(body),
        status);

    private static AnswerSource Sign(RawRequest request, int status, string body)
    {
        var answer = new AnswerSource(request, [], Encoding.UTF8.GetBytes(body), status);
        SignedHeaders headers = new RequestSigner(Answers, Keys).Sign(answer, answer.Body.Span, new SigningValues { Time = Now });
        return new AnswerSource(request, headers.Select(static header => KeyValuePair.Create(header.Key, header.Value)), answer.Body, status);
    }

    private static AnswerSource Of(AnswerSource signed, RawRequest request, int status) =>
        new(request, signed.HeaderNames.Select(name => KeyValuePair.Create(name, signed.GetHeader(name).Value!)), signed.Body, status);

    private static VerificationStatus Verify(AnswerSource answer) => Answers.Verify(answer, answer.Body.Span, Keys, Now).Status;

    private static string? Value(string component, RequestSource message) =>
        ComponentValue.Of(CoveredComponents.Parse(component)![0], message, new Dictionary<string, StructuredShape>());
}
