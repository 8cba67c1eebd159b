using System.Text;

namespace HmacKit.Tests.Diagnosis;

public class SignatureDiagnosisTests
{
    private readonly SchemeCase _theOne = SchemeCase.Of("theone");

    [Fact]
    public void It_shows_the_message_that_was_expected_and_where_the_signed_one_first_differs()
    {
        var sender = new Sender(_theOne, 1) { Target = "/a%20b?x=1", SignedTarget = "/a b?x=1" };
        SignatureDiagnosis diagnosis = sender.Diagnose();
        Assert.Equal("target_decoded", diagnosis.Cause!.Name);
        Assert.Equal($"POST\n/a%20b?x=1\n{sender.SentTime}\n{sender.Nonce}\n", Encoding.UTF8.GetString(diagnosis.ExpectedMessage.Span)[..^64]);
        Assert.Equal(7, diagnosis.Difference!.Offset);
        Assert.StartsWith("POST␊/a%20b?x=1␊", diagnosis.Difference.ExpectedText, StringComparison.Ordinal);
        Assert.StartsWith("POST␊/a·b?x=1␊", diagnosis.Difference.SignedText, StringComparison.Ordinal);
        Assert.Contains("byte 7", diagnosis.Difference.ToString(), StringComparison.Ordinal);
        Assert.True(diagnosis.IsComplete);
        Assert.False(diagnosis.IsSignatureRight);
    }

    [Fact]
    public void The_advice_says_what_the_signature_fits_and_what_to_change()
    {
        SignatureDiagnosis diagnosis = new Sender(_theOne, 1) { Body = """{"a": 1}"""u8.ToArray(), SignedBody = """{"a":1}"""u8.ToArray() }.Diagnose();
        Assert.Equal("The signature fits the body as compact JSON. Turn the data into JSON once, sign that text, and send it as it is.", diagnosis.Advice);
        Assert.Equal($"SignatureMismatch (body_json_compact): {diagnosis.Advice}", diagnosis.ToString());
    }

    [Theory]
    [InlineData(3600, "time_zone", "3600 s old", "1 h")]
    [InlineData(-7200, "time_zone", "7200 s ahead", "2 h")]
    [InlineData(19800, "time_zone", "19800 s old", "5.5 h")]
    [InlineData(100, null, "100 s old", "clock")]
    [InlineData(4500, null, "4500 s old", "clock")]
    public void A_time_outside_the_window_is_explained(int age, string? cause, string off, string reason)
    {
        var sender = new Sender(_theOne, 1) { SentTime = Sender.Write(Sender.Now.AddSeconds(-age), TimestampFormat.UnixMilliseconds) };
        SignatureDiagnosis diagnosis = sender.Diagnose();
        Assert.Equal(cause, diagnosis.Cause?.Name);
        Assert.Contains(off, diagnosis.Advice, StringComparison.Ordinal);
        Assert.Contains(reason, diagnosis.Advice, StringComparison.Ordinal);
        Assert.True(diagnosis.IsSignatureRight);
    }

    [Fact]
    public void A_wrong_time_under_a_wrong_signature_is_explained_but_proves_nothing()
    {
        var sender = new Sender(_theOne, 1) { SentTime = Sender.Write(Sender.Now.AddHours(-1), TimestampFormat.UnixMilliseconds), Key = new byte[32] };
        SignatureDiagnosis diagnosis = sender.Diagnose(new() { MaxSlips = 1 });
        Assert.Equal(VerificationStatus.TimestampTooOld, diagnosis.Status);
        Assert.Null(diagnosis.Cause);
        Assert.Contains("3600 s old", diagnosis.Advice, StringComparison.Ordinal);
        Assert.False(diagnosis.IsSignatureRight);
    }

    [Fact]
    public void Missing_and_repeated_headers_are_named()
    {
        RawRequest request = _theOne.Sign();
        SignatureDiagnosis missing = Diagnose(request.WithoutHeader("X-API-NONCE").WithoutHeader("X-API-SIGN"));
        Assert.Equal(VerificationStatus.MissingHeader, missing.Status);
        Assert.Equal("Not there: X-API-NONCE, X-API-SIGN.", missing.Advice);
        Assert.Contains("X-API-SIGN is there more than once", Diagnose(request.WithHeaderTwice("X-API-SIGN")).Advice, StringComparison.Ordinal);
        Assert.Contains("X-API-SIGN has no signature of 32 bytes as hex", Diagnose(request.WithHeader("X-API-SIGN", "nonsense")).Advice, StringComparison.Ordinal);
        Assert.Contains("X-API-NONCE is longer", Diagnose(request.WithHeader("X-API-NONCE", new string('x', 5000))).Advice, StringComparison.Ordinal);
        Assert.Contains("X-API-NONCE isn't written as the scheme says", Diagnose(request.WithHeader("X-API-NONCE", new string('x', 600))).Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_are_unknown_disabled_or_not_there_are_explained()
    {
        RawRequest request = _theOne.Sign();
        SignatureDiagnosis none = SignatureDiagnosis.Explain(_theOne.Scheme, request, null, SchemeCase.Now);
        Assert.Equal(VerificationStatus.UnknownKey, none.Status);
        Assert.Contains("There is no key 'key-1'", none.Advice, StringComparison.Ordinal);
        SignatureDiagnosis disabled = SignatureDiagnosis.Explain(_theOne.Scheme, request, _theOne.Ring.Disable(), SchemeCase.Now);
        Assert.Equal(VerificationStatus.KeyDisabled, disabled.Status);
        Assert.Empty(disabled.Causes);
        Assert.Contains("switched off. The signature itself is right.", disabled.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_verifier_refused_is_explained_with_its_keys_its_clock_and_its_window()
    {
        RequestVerifier verifier = new(_theOne.Scheme, new MemoryKeySource(_theOne.Ring), new()
        {
            MaxAge = TimeSpan.FromSeconds(5),
            TimeProvider = new ManualTimeProvider(SchemeCase.Now.AddSeconds(10)),
            ReplayStore = new MemoryReplayStore(),
        });
        RawRequest request = _theOne.Sign();
        VerificationStatus status = (await verifier.VerifyAsync(request)).Status;
        Assert.Equal(VerificationStatus.TimestampTooOld, status);
        SignatureDiagnosis old = await SignatureDiagnosis.ExplainAsync(verifier, request, request.Body, status);
        Assert.Contains("10 s old, at most 5 s are accepted", old.Advice, StringComparison.Ordinal);
        Assert.True(old.IsSignatureRight);
        SignatureDiagnosis replayed = await SignatureDiagnosis.ExplainAsync(verifier, request, request.Body, VerificationStatus.Replayed);
        Assert.Contains("used before", replayed.Advice, StringComparison.Ordinal);
        Assert.Empty(replayed.Causes);
    }

    [Fact]
    public void Neither_the_secret_nor_a_signature_nor_the_body_is_in_the_advice()
    {
        foreach (string cause in SenderSlips.ByCause.Keys)
        {
            foreach (SchemeCase item in DiagnosedSchemes.All)
            {
                var sender = new Sender(item, 7);
                if (!SenderSlips.ByCause[cause](sender))
                {
                    continue;
                }

                RawRequest request = sender.Send();
                SignatureDiagnosis diagnosis = sender.Diagnose(new() { MaxSlips = 1 });
                string secret = Encoding.Latin1.GetString(sender.Key);
                Assert.True(secret.Length < 6 || !diagnosis.ToString().Contains(secret, StringComparison.Ordinal) || cause == "secret_key_id", diagnosis.ToString());
                Assert.DoesNotContain(request.Header(sender.RenameHeader?.Invoke(item.SignatureHeader) ?? item.SignatureHeader), diagnosis.ToString(), StringComparison.Ordinal);
                Assert.True(request.Body.Length < 8 || !diagnosis.ToString().Contains(Encoding.Latin1.GetString(request.Body.Span), StringComparison.Ordinal));
            }
        }
    }

    private SignatureDiagnosis Diagnose(RawRequest request) => SignatureDiagnosis.Explain(_theOne.Scheme, request, _theOne.Ring, SchemeCase.Now);
}
