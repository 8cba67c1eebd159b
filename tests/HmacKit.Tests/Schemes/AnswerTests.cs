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

    /// <summary>The answer of the vector to a request of its client.</summary>
    private static AnswerSource Answer(CatalogVector vector, KeyRing keys, string nonce, string time, byte[]? body = null)
    {
        var request = new RawRequest(vector.Request.Method, vector.Request.Target, [], default, vector.Request.Origin);
        var values = new SigningValues { TimestampText = time, Nonce = nonce, Values = new Dictionary<string, string> { ["realm"] = "Pipet" } };
        RawRequest asked = new RequestSigner(SchemeCatalog.AcquiaHttpHmac2, keys).Sign(request, values).ApplyTo(request);
        return new AnswerSource(asked, vector.Request.Headers, body ?? vector.Request.Body);
    }
}
