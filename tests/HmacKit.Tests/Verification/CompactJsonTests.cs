using System.Text;

namespace HmacKit.Tests.Verification;

/// <summary>Bodies whose compact JSON was signed: refused, unless somebody has said loudly that they are fine.</summary>
public class CompactJsonTests
{
    // Python: json.dumps(data) and json.dumps(data, separators=(',', ':')) of {"amount": 1.50, "note": "a , b : \" \\", "list": [1, 2, {}], "é": None}
    private const string AsSent = """{"amount": 1.5, "note": "a , b : \" \\", "list": [1, 2, {}], "\u00e9": null}""";
    private const string AsSigned = """{"amount":1.5,"note":"a , b : \" \\","list":[1,2,{}],"\u00e9":null}""";

    public static TheoryData<string> SchemesThatSignTheBody => SchemeCase.NamesOf(scheme => scheme.Covers.HasFlag(SignedParts.Body));

    [Theory]
    [MemberData(nameof(SchemesThatSignTheBody))]
    public async Task Compact_JSON_is_refused_by_default_and_accepted_where_the_options_say_so(string name)
    {
        SchemeCase item = SchemeCase.Of(name);
        RawRequest request = item.Sign(body: Utf8(AsSigned)).WithBody(Utf8(AsSent));
        Assert.Equal(VerificationStatus.SignatureMismatch, (await item.Verifier().VerifyAsync(request)).Status);
        VerificationResult result = await Tolerant(item).VerifyAsync(request);
        Assert.True(result.IsValid);
        Assert.True(result.IsBodySignedAsCompactJson);
        Assert.Same(item.Key, result.Key!.Key);
    }

    [Fact]
    public async Task A_body_that_is_the_signed_one_is_not_called_compact()
    {
        SchemeCase item = SchemeCase.Of("theone");
        foreach (string body in new[] { AsSent, AsSigned, "not JSON", "" })
        {
            VerificationResult result = await Tolerant(item).VerifyAsync(item.Sign(body: Utf8(body)));
            Assert.True(result.IsValid);
            Assert.False(result.IsBodySignedAsCompactJson);
        }
    }

    [Theory]
    [InlineData("""{"a": 1, "b": "x y"}""", """{"a":1,"b":"xy"}""")] // a blank within a string
    [InlineData("""{"a": 1.0}""", """{"a":1}""")] // another spelling of a number
    [InlineData("""{"b": 1, "a": 2}""", """{"a":2,"b":1}""")] // another order
    [InlineData("""{"a": "\u00e9"}""", """{"a":"é"}""")] // another spelling of a character
    [InlineData("""{"a": 1}}""", """{"a":1}}""")] // not JSON
    [InlineData("""{"a": 1,}""", """{"a":1,}""")]
    [InlineData("1 2", "12")]
    [InlineData("tr ue", "true")]
    [InlineData("// x\n1", "//x1")]
    [InlineData(" ", "")]
    public async Task Nothing_but_blanks_between_the_tokens_of_valid_JSON_may_differ(string body, string signedBody)
    {
        SchemeCase item = SchemeCase.Of("github");
        RawRequest request = item.Sign(body: Utf8(signedBody)).WithBody(Utf8(body));
        Assert.Equal(VerificationStatus.SignatureMismatch, (await Tolerant(item).VerifyAsync(request)).Status);
    }

    [Fact]
    public async Task A_spaced_signature_over_a_compact_body_is_refused()
    {
        SchemeCase item = SchemeCase.Of("github");
        Assert.False((await Tolerant(item).VerifyAsync(item.Sign(body: Utf8(AsSent)).WithBody(Utf8(AsSigned)))).IsValid);
    }

    [Fact]
    public async Task An_unknown_disabled_or_expired_key_stays_refused_with_its_status()
    {
        SchemeCase item = SchemeCase.Of("theone");
        RawRequest request = item.Sign(body: Utf8(AsSigned)).WithBody(Utf8(AsSent));
        Assert.Equal(VerificationStatus.UnknownKey, (await Tolerant(item, new MemoryKeySource()).VerifyAsync(request)).Status);
        Assert.Equal(VerificationStatus.KeyDisabled, (await Tolerant(item, new MemoryKeySource(item.Ring.Disable())).VerifyAsync(request)).Status);
        var expired = new KeyRing(item.Ring.Id, item.Key, expires: SchemeCase.Now);
        Assert.Equal(VerificationStatus.KeyExpired, (await Tolerant(item, new MemoryKeySource(expired)).VerifyAsync(request)).Status);
    }

    [Fact]
    public async Task It_counts_as_a_use_of_the_nonce()
    {
        SchemeCase item = SchemeCase.Of("theone");
        RawRequest request = item.Sign(body: Utf8(AsSigned)).WithBody(Utf8(AsSent));
        RequestVerifier verifier = new(item.Scheme, new MemoryKeySource(item.Ring), new()
        {
            AcceptCompactJsonBecauseTheSenderReformatsIt = true,
            TimeProvider = new ManualTimeProvider(SchemeCase.Now),
            ReplayStore = new RecordingReplayStore(),
        });
        Assert.Equal(VerificationStatus.Valid, (await verifier.VerifyAsync(request)).Status);
        VerificationResult again = await verifier.VerifyAsync(request.WithBody(Utf8(AsSigned)));
        Assert.Equal(VerificationStatus.Replayed, again.Status);
    }

    [Fact]
    public void It_is_off_by_default() => Assert.False(new VerifierOptions().AcceptCompactJsonBecauseTheSenderReformatsIt);

    private static RequestVerifier Tolerant(SchemeCase item, IKeySource? keys = null) =>
        new(item.Scheme, keys ?? new MemoryKeySource(item.Ring), new()
        {
            AcceptCompactJsonBecauseTheSenderReformatsIt = true,
            AcceptReplaysBecauseTheHandlerIsIdempotent = true,
            TimeProvider = new ManualTimeProvider(SchemeCase.Now),
        });

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
