using System.Text;

namespace HmacKit.Testing.Tests.Signing;

public class TestSigningTests
{
    private const string Secret = "a secret that everybody knows";

    private static readonly DateTimeOffset Now = ManualTimeProvider.DefaultStart;

    private readonly ManualTimeProvider _clock = new();

    public static TheoryData<string> Schemes => new(PlainSchemes.All.Select(scheme => scheme.Name));

    [Theory]
    [MemberData(nameof(Schemes))]
    public void A_request_of_any_scheme_is_signed_in_one_line(string name)
    {
        SignatureScheme scheme = SchemeCatalog.Find(name)!;
        KeyRing keys = new(scheme.HasKeyId ? "key-1" : "", HmacKey.Generate(scheme.Algorithm));
        RawRequest raw = scheme.SignForTest(new RawRequest("POST", "/v1/x?a=1", [], "{}"u8.ToArray()), keys, time: _clock);
        Assert.Equal(VerificationStatus.Valid, scheme.Verify(raw, keys, Now).Status);

        using HttpRequestMessage message = scheme.SignForTest(Post("https://api.example.com/v1/x?a=1"), keys, time: _clock);
        Assert.Equal(VerificationStatus.Valid, scheme.Verify(Received(message), keys, Now).Status);
    }

    [Fact]
    public void A_secret_and_a_key_id_will_do()
    {
        KeyRing keys = new("key-1", HmacKey.FromText(Secret));
        using HttpRequestMessage message = SchemeCatalog.TheOne.SignForTest(Post("/v1/x"), Secret, "key-1", time: _clock);
        Assert.Equal(VerificationStatus.Valid, SchemeCatalog.TheOne.Verify(Received(message), keys, Now).Status);
        RawRequest raw = SchemeCatalog.TheOne.SignForTest(new RawRequest("GET", "/v1/x", []), Secret, "key-1", time: _clock);
        Assert.Equal(VerificationStatus.Valid, SchemeCatalog.TheOne.Verify(raw, keys, Now).Status);
        Assert.Throws<ArgumentException>(() => SchemeCatalog.TheOne.SignForTest(new RawRequest("GET", "/", []), "short", "key-1"));
    }

    [Fact]
    public void Time_id_and_nonce_can_be_set()
    {
        DateTimeOffset time = Now.AddDays(-3);
        using HttpRequestMessage message = SchemeCatalog.OneRing.SignForTest(Post("/"), Secret, values: new() { Time = time, Id = "evt_7" });
        Assert.Equal(["evt_7"], message.Headers.GetValues("X-Webhook-Event-ID"));
        Assert.Equal([$"{time.ToUnixTimeSeconds()}"], message.Headers.GetValues("X-Webhook-Timestamp"));
    }

    [Fact]
    public void Signing_again_replaces_the_headers_and_leaves_the_others()
    {
        HttpRequestMessage message = Post("/");
        message.Headers.Add("X-Other", "stays");
        using HttpRequestMessage twice = SchemeCatalog.TheOne.SignForTest(SchemeCatalog.TheOne.SignForTest(message, Secret, "old"), Secret, "new", time: _clock);
        Assert.Equal(["new"], twice.Headers.GetValues("X-API-KEY"));
        Assert.Equal(["stays"], twice.Headers.GetValues("X-Other"));
        RawRequest raw = SchemeCatalog.TheOne.SignForTest(
            SchemeCatalog.TheOne.SignForTest(new RawRequest("GET", "/", [new("x-api-key", "stranger"), new("X-Other", "stays")]), Secret, "old"), Secret, "new");
        Assert.Equal("new", raw.GetHeader("X-API-KEY").Value);
        Assert.Equal("stays", raw.GetHeader("X-Other").Value);
        Assert.Equal(5, raw.Headers.Count);
    }

    [Fact]
    public async Task The_content_can_be_sent_after_it_was_signed_even_if_it_was_to_be_read_once()
    {
        using var once = new StreamContent(new OneWayStream("a body"u8.ToArray()));
        using HttpRequestMessage message = SchemeCatalog.Body.SignForTest(new HttpRequestMessage(HttpMethod.Post, "/") { Content = once }, Secret);
        Assert.Equal("a body", await message.Content!.ReadAsStringAsync());
        KeyRing keys = new(HmacKey.FromText(Secret));
        Assert.Equal(VerificationStatus.Valid, SchemeCatalog.Body.Verify(Received(message), keys, Now).Status);
    }

    [Theory]
    [InlineData("v1/x")]
    [InlineData("")]
    public void An_address_whose_path_is_not_known_is_refused(string address)
    {
        Exception refused = Assert.Throws<ArgumentException>("request", () => SchemeCatalog.TheOne.SignForTest(Post(address), Secret, "key-1"));
        Assert.Contains("begins with '/'", refused.Message, StringComparison.Ordinal);
    }

    private static HttpRequestMessage Post(string address) =>
        new(HttpMethod.Post, new Uri(address, UriKind.RelativeOrAbsolute)) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };

    private static RawRequest Received(HttpRequestMessage message)
    {
        string target = message.RequestUri!.IsAbsoluteUri ? message.RequestUri.PathAndQuery : message.RequestUri.OriginalString;
        using var body = new MemoryStream();
        message.Content?.CopyTo(body, null, default);
        return new RawRequest(message.Method.Method, target, message.Headers.Select(header => KeyValuePair.Create(header.Key, header.Value.Single())), body.ToArray());
    }

    private sealed class OneWayStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
