using System.Text;

namespace HmacKit.Http.Tests.Signing;

public class SchemeTests
{
    public static TheoryData<string, bool> Schemes
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (SignatureScheme scheme in PlainSchemes.All)
            {
                data.Add(scheme.Name, false);
                data.Add(scheme.Name, true);
            }

            return data;
        }
    }

    [Fact]
    public void The_five_documented_schemes_are_among_those_that_are_tested() =>
        Assert.Empty(((string[])["onering", "osaycore", "body", "theone", "oort"]).Except(SchemeCatalog.All.Select(scheme => scheme.Name)));

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task A_signed_request_of_each_scheme_is_accepted(string name, bool isHttp2)
    {
        var key = new SigningKey(SchemeCatalog.Find(name)!);
        await using SignedServer server = await SignedServer.StartAsync(key);
        using HttpClient client = key.Client();
        client.DefaultRequestVersion = isHttp2 ? HttpVersion.Version20 : HttpVersion.Version11;
        client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        client.BaseAddress = isHttp2 ? server.Http2 : server.Http1;
        using HttpResponseMessage posted = await client.PostAsync(
            "/v1/things%2F?page=1&city=K%C3%B6ln&q=a b", new StringContent("""{"amount":100}""", Encoding.UTF8, "application/json"));
        using HttpResponseMessage got = await client.GetAsync("/v1/things?page=1");
        Assert.All(server.Seen, seen => Assert.Equal(VerificationStatus.Valid, seen.Status));
        Assert.Equal(["POST", "GET"], server.Seen.Select(seen => seen.Method));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_signed_for_AWS_is_accepted_in_both_forms_of_its_path(bool isHttp2)
    {
        foreach (SignatureScheme scheme in (SignatureScheme[])[SchemeCatalog.AwsSigV4.With("service", "thing"), SchemeCatalog.AwsS3])
        {
            var key = new SigningKey(scheme.With("region", "eu-1"));
            await using SignedServer server = await SignedServer.StartAsync(key);
            using HttpClient client = key.Client();
            client.DefaultRequestVersion = isHttp2 ? HttpVersion.Version20 : HttpVersion.Version11;
            client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
            client.BaseAddress = isHttp2 ? server.Http2 : server.Http1;
            client.DefaultRequestHeaders.Add("X-Amz-Security-Token", "session-1");
            using HttpResponseMessage put = await client.PutAsync("/v1//things%2F?page=1&city=K%C3%B6ln&q=a b", new StringContent("hello"));
            Assert.Equal([VerificationStatus.Valid], server.Seen.Select(seen => seen.Status));
        }
    }

    /// <summary>Scheme, host and port are signed: the server is told the address that its callers use.</summary>
    [Theory]
    [InlineData("http-message-signatures")]
    [InlineData("hawk")]
    [InlineData("oauth1-sha256")]
    [InlineData("rfc9421")]
    public async Task A_request_signed_after_a_standard_is_accepted(string name)
    {
        var key = new SigningKey(SchemeCatalog.Find(name)!);
        await using SignedServer server = await SignedServer.StartAsync(key);
        using HttpClient client = key.Client();
        client.BaseAddress = server.Http1;
        server.Origin = new PublicOrigin(server.Http1);
        using HttpResponseMessage posted = await client.PostAsync(
            "/v1/things%2F?page=1&city=K%C3%B6ln&q=a b", new StringContent("""{"amount":100}""", Encoding.UTF8, "application/json"));
        using HttpResponseMessage form = await client.PostAsync("/v1/things", new FormUrlEncodedContent([KeyValuePair.Create("a b", "1+\u00e9")]));
        using HttpResponseMessage got = await client.GetAsync("/v1/things?page=1");
        Assert.Equal([VerificationStatus.Valid, VerificationStatus.Valid, VerificationStatus.Valid], server.Seen.Select(seen => seen.Status));
        server.Origin = new PublicOrigin(new Uri("https://other.example"));
        using HttpResponseMessage elsewhere = await client.GetAsync("/v1/things?page=1");
        Assert.Equal(VerificationStatus.SignatureMismatch, server.Seen[^1].Status);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task A_request_of_each_scheme_under_another_key_is_refused(string name, bool isHttp2)
    {
        var key = new SigningKey(SchemeCatalog.Find(name)!);
        await using SignedServer server = await SignedServer.StartAsync(key);
        using HttpClient client = key.Client(signer: new RequestSigner(key.Scheme, new KeyRing(key.Ring.Id, HmacKey.Generate(key.Scheme.Algorithm))));
        client.DefaultRequestVersion = isHttp2 ? HttpVersion.Version20 : HttpVersion.Version11;
        client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using HttpResponseMessage response = await client.GetAsync(isHttp2 ? server.Http2 : server.Http1);
        Assert.Equal(VerificationStatus.SignatureMismatch, server.Seen.Single().Status);
    }
}
