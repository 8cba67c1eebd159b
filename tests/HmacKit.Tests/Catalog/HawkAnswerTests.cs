namespace HmacKit.Tests.Catalog;

/// <summary>Hawk's signed answers, by what npm <c>hawk</c> signed and what its own tests hold.</summary>
public class HawkAnswerTests
{
    private static readonly CatalogVector[] Vectors = [.. CatalogVector.All.Where(static vector => vector.SchemeName is "hawk-response" or "hawk-sha1-response")];

    public static TheoryData<int> Lines => [.. Enumerable.Range(0, Vectors.Length)];

    [Theory]
    [MemberData(nameof(Lines))]
    public void An_answer_is_valid_for_its_request_its_application_and_its_body(int line)
    {
        CatalogVector vector = Vectors[line];
        KeyRing keys = Ring(vector);
        AnswerSource answer = Answer(vector, Ask(vector, keys));
        Assert.Equal(VerificationStatus.Valid, Status(answer));
        Assert.Equal(VerificationStatus.SignatureMismatch, Status(Answer(vector, Ask(vector, keys, nonce: "another"))));
        Assert.Equal(VerificationStatus.SignatureMismatch, Status(Answer(vector, Ask(vector, keys, app: "another"))));
        Assert.Equal(VerificationStatus.SignatureMismatch, Status(Answer(vector, Ask(vector, keys, method: "PUT"))));
        Assert.Equal(VerificationStatus.DigestMismatch, Status(Answer(vector, Ask(vector, keys), [.. vector.Request.Body.Span, 1])));
        Assert.Equal(VerificationStatus.TimestampTooOld, Answers(vector).Verify(answer, vector.Request.Body.Span, keys, vector.Now.AddSeconds(61)).Status);
        Assert.Equal(VerificationStatus.MissingHeader, Answers(vector).Verify(vector.Request, keys, vector.Now).Status);

        VerificationStatus Status(AnswerSource one) => Answers(vector).Verify(one, one.Body.Span, keys, vector.Now).Status;
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_server_signs_the_very_same_answer(int line)
    {
        CatalogVector vector = Vectors[line];
        KeyRing keys = Ring(vector);
        AnswerSource unsigned = new(Ask(vector, keys), vector.Request.Headers.Where(static header => header.Key == "Content-Type"), vector.Request.Body);
        string expected = vector.Request.GetHeader("Server-Authorization").Value!;
        string? ext = expected.Contains("ext=\"", StringComparison.Ordinal) ? expected.Split("ext=\"")[1].TrimEnd('"') : null;

        // The application is the request's, whatever a signer is told.
        Dictionary<string, string> own = new() { ["app"] = "another" };
        if (ext is not null)
        {
            own["ext"] = ext;
        }

        var signer = new RequestSigner(Answers(vector), keys);
        Assert.Equal(expected, signer.Sign(unsigned, unsigned.Body.Span, new SigningValues { Values = own })["Server-Authorization"]);
    }

    /// <summary>The values of the request are optional there, so they are here; what the answer carries under the same name is its own.</summary>
    [Fact]
    public void Values_of_the_request_are_the_answers_unless_it_carries_them_itself()
    {
        SignatureScheme requests = SignatureScheme.Compile(new()
        {
            Name = "asks",
            Message = "{nonce}\n{account}\n{note}\n{body}",
            Headers = { ["X-Nonce"] = HeaderFormat.Text("{nonce}"), ["X-Account"] = HeaderFormat.Text("{account}"), ["X-Note"] = HeaderFormat.Text("{note}"), ["X-Signature"] = HeaderFormat.Text("{signature:hex}") },
            Values = { ["note"] = SchemeValue.Carried(), ["account"] = SchemeValue.Carried() },
        });
        SignatureScheme answers = SignatureScheme.Compile(new()
        {
            Name = "answers",
            Message = "{nonce}\n{account}\n{note}\n{body}",
            Headers = { ["X-Note"] = HeaderFormat.Text("{note}"), ["X-Signature"] = HeaderFormat.Text("{signature:hex}") },
            Values = { ["account"] = SchemeValue.Carried(), ["note"] = SchemeValue.Carried() },
            AnswersTo = requests,
        });
        var keys = new KeyRing(HmacKey.Import(HmacAlgorithm.Sha256, KeyFormat.Text, "a secret of this test and its own"));
        var plain = new RawRequest("GET", "/", []);
        RawRequest asked = new RequestSigner(requests, keys)
            .Sign(plain, new SigningValues { Nonce = "n-1", Values = new Dictionary<string, string> { ["account"] = "acme", ["note"] = "asked" } }).ApplyTo(plain);
        SignedHeaders signed = new RequestSigner(answers, keys).Sign(new AnswerSource(asked, []), "x"u8, new SigningValues { Values = new Dictionary<string, string> { ["note"] = "answered" } });

        // printf 'n-1\nacme\nanswered\nx' | openssl dgst -sha256 -hmac 'a secret of this test and its own'
        Assert.Equal("5cdcff80f9d50078629efbfbdd7666d4b90a64c9b3c51f12c98c421a4b8e8847", signed["X-Signature"]);
        Assert.Equal(["X-Note", "X-Signature"], signed.Select(static header => header.Key));
        Assert.Equal(VerificationStatus.Valid, answers.Verify(new AnswerSource(asked, signed), "x"u8, keys, DateTimeOffset.UnixEpoch).Status);
    }

    private static SignatureScheme Answers(CatalogVector vector) => SchemeCatalog.Find(vector.SchemeName)!;

    private static KeyRing Ring(CatalogVector vector) => new("123456", Answers(vector).ImportKey(vector.Secret));

    private static RawRequest Ask(CatalogVector vector, KeyRing keys, string? nonce = null, string? app = null, string? method = null)
    {
        var request = new RawRequest(method ?? vector.Request.Method, vector.Request.Target, [], default, vector.Request.Origin);
        Dictionary<string, string> own = vector.Configured.Where(static value => value.Key is "app" or "dlg").ToDictionary();
        own["ext"] = "some-app-data";
        if (app is not null)
        {
            own["app"] = app;
        }

        return new RequestSigner(Answers(vector).AnswersTo!, keys)
            .Sign(request, new SigningValues { TimestampText = vector.Configured["requestTimestamp"], Nonce = nonce ?? vector.Configured["nonce"], Values = own }).ApplyTo(request);
    }

    private static AnswerSource Answer(CatalogVector vector, RawRequest request, byte[]? body = null) => new(request, vector.Request.Headers, body ?? vector.Request.Body);
}
