using HmacKit.Tests.Catalog;

namespace HmacKit.Tests.Schemes;

/// <summary>Answers that are signed with the values of their request. The vectors are those of Acquia's specification.</summary>
public class AnswerTests
{
    public static TheoryData<int> Lines => [.. Enumerable.Range(0, Vectors.Length)];

    private static (CatalogVector Answer, string Nonce, string Time)[] Vectors { get; } =
        [.. CatalogVector.All.Where(vector => vector.SchemeName == "acquia-http-hmac-2-response").Select(vector => (vector, vector.Configured["nonce"], vector.Configured["requestTimestamp"]))];

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task An_answer_that_the_specification_signs_is_valid_for_its_request_and_for_no_other(int line)
    {
        (CatalogVector vector, string nonce, string time) = Vectors[line];
        var keys = new KeyRing("client", SchemeCatalog.AcquiaHttpHmac2.ImportKey(vector.Secret));
        var verifier = new RequestVerifier(SchemeCatalog.AcquiaHttpHmac2Response, new MemoryKeySource(keys), new VerifierOptions { TimeProvider = new ManualTimeProvider(vector.Now) });
        Assert.Equal(VerificationStatus.Valid, (await verifier.VerifyAsync(Answer(vector, keys, nonce, time))).Status);
        Assert.Equal(VerificationStatus.SignatureMismatch, (await verifier.VerifyAsync(Answer(vector, keys, "another", time))).Status);
        Assert.Equal(VerificationStatus.SignatureMismatch, (await verifier.VerifyAsync(Answer(vector, keys, nonce, $"{long.Parse(time, System.Globalization.CultureInfo.InvariantCulture) + 1}"))).Status);
        Assert.Equal(VerificationStatus.SignatureMismatch, (await verifier.VerifyAsync(Answer(vector, keys, nonce, time, [.. vector.Request.Body.Span, 1]))).Status);
        Assert.Equal(VerificationStatus.MissingHeader, (await verifier.VerifyAsync(vector.Request)).Status);
        Assert.Equal(VerificationStatus.MissingHeader, (await verifier.VerifyAsync(new AnswerSource(new RawRequest("GET", "/", []), vector.Request.Headers, vector.Request.Body))).Status);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_server_signs_the_very_same_answer(int line)
    {
        (CatalogVector vector, string nonce, string time) = Vectors[line];
        var keys = new KeyRing("client", SchemeCatalog.AcquiaHttpHmac2.ImportKey(vector.Secret));
        SignedHeaders signed = new RequestSigner(SchemeCatalog.AcquiaHttpHmac2Response, keys, new ManualTimeProvider(vector.Now))
            .Sign(Answer(vector, keys, nonce, time), vector.Request.Body.Span);
        Assert.Equal(vector.Signature, signed["X-Server-Authorization-HMAC-SHA256"]);
        Assert.Throws<ArgumentException>(() => new RequestSigner(SchemeCatalog.AcquiaHttpHmac2Response, keys).Sign(vector.Request));
    }

    [Fact]
    public void An_answer_that_holds_nothing_of_its_request_is_a_fault()
    {
        SchemeDefinitionException exception = Assert.Throws<SchemeDefinitionException>(() => SignatureScheme.Compile(new()
        {
            Name = "any-answer",
            Message = "{body}",
            Headers = { ["Signature"] = HeaderFormat.Text("{signature:hex}") },
            AnswersTo = SchemeCatalog.AcquiaHttpHmac2,
        }));
        Assert.StartsWith("AnswersTo", Assert.Single(exception.Faults).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, 200, VerificationStatus.Valid)]
    [InlineData(200, 201, VerificationStatus.SignatureMismatch)]
    [InlineData(200, 20, VerificationStatus.MalformedHeader)]
    [InlineData(200, 1000, VerificationStatus.MalformedHeader)]
    [InlineData(200, null, VerificationStatus.MalformedHeader)]
    public void A_status_that_is_signed_can_not_be_another(int sent, int? received, VerificationStatus status)
    {
        SignatureScheme scheme = SignatureScheme.Compile(new()
        {
            Name = "answer-with-status",
            Message = "{nonce}\n{status}\n{body}",
            Headers = { ["Signature"] = HeaderFormat.Text("{signature:hex}") },
            AnswersTo = SchemeCatalog.TheOne,
        });
        Assert.Equal(SignedParts.Nonce | SignedParts.Status | SignedParts.Body, scheme.Covers);
        var keys = new KeyRing("client", HmacKey.Import(HmacAlgorithm.Sha256, KeyFormat.Text, "a secret of this test and its own"));
        var request = new RawRequest("GET", "/", []);
        RawRequest asked = new RequestSigner(SchemeCatalog.TheOne, keys).Sign(request, new SigningValues { Nonce = "nonce-1" }).ApplyTo(request);
        SignedHeaders answer = new RequestSigner(scheme, keys).Sign(new AnswerSource(asked, [], "x"u8.ToArray(), sent), "x"u8);

        // printf 'nonce-1\n200\nx' | openssl dgst -sha256 -hmac 'a secret of this test and its own'
        Assert.Equal("6841cb43f106bc3f2f6e2fea7251765a4fcc20de9ea3b9682b216bf417b01f4b", answer["Signature"]);
        var answered = new AnswerSource(asked, answer, "x"u8.ToArray(), received);
        Assert.Equal(status, scheme.Verify(answered, "x"u8, keys, DateTimeOffset.UnixEpoch).Status);
    }

    [Fact]
    public void A_request_has_no_status_to_sign()
    {
        SchemeDefinitionException exception = Assert.Throws<SchemeDefinitionException>(() => SignatureScheme.Compile(new()
        {
            Name = "request-with-status",
            Message = "{status}\n{body}",
            Headers = { ["Signature"] = HeaderFormat.Text("{signature:hex}") },
        }));
        Assert.Contains("{status} is an answer's", Assert.Single(exception.Faults).ToString(), StringComparison.Ordinal);
    }

    /// <summary>The answer of the vector to a request of its client.</summary>
    private static AnswerSource Answer(CatalogVector vector, KeyRing keys, string nonce, string time, byte[]? body = null)
    {
        var request = new RawRequest(vector.Request.Method, vector.Request.Target, [], default, vector.Request.Origin);
        var values = new SigningValues { TimestampText = time, Nonce = nonce, Values = new Dictionary<string, string> { ["realm"] = "Pipet" } };
        RawRequest asked = new RequestSigner(SchemeCatalog.AcquiaHttpHmac2, keys).Sign(request, values).ApplyTo(request);
        return new AnswerSource(asked, vector.Request.Headers, body ?? vector.Request.Body);
    }
}
