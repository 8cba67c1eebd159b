using HmacKit.Analyzers.Tests.Fixtures;

namespace HmacKit.Analyzers.Tests.Lifetimes;

public class KeptSignatureTests
{
    [Theory]
    [InlineData("_signer = {|HMAC010:new RequestSigner(SchemeCatalog.TheOne, (await source.FindAsync(\"shop\")) ?? throw new InvalidOperationException())|};")]
    [InlineData("KeyRing ring = await source.FindAsync(\"shop\"); _signer = {|HMAC010:new RequestSigner(SchemeCatalog.TheOne, ring)|};")]
    [InlineData("_signer = {|HMAC010:new RequestSigner(SchemeCatalog.TheOne, await cached.FindAsync(\"shop\").ConfigureAwait(false))|};")]
    [InlineData("_signer ??= {|HMAC010:new RequestSigner(SchemeCatalog.TheOne, other.Keys)|};")]
    [InlineData("services.AddSingleton({|HMAC010:new RequestSigner(SchemeCatalog.TheOne, source.FindAsync(\"shop\").AsTask().Result)|});")]
    public Task A_kept_signer_with_a_ring_that_was_looked_up_is_seen(string statement) => Rules.CheckAsync<KeptSignatureAnalyzer>(Members(statement));

    [Theory]
    [InlineData("var signer = new RequestSigner(SchemeCatalog.TheOne, await source.FindAsync(\"shop\")); signer.Sign(request);")]
    [InlineData("_signer = new RequestSigner(SchemeCatalog.TheOne, HmacKey.Generate());")]
    [InlineData("_signer = other;")]
    [InlineData("_signer = new RequestSigner(SchemeCatalog.TheOne, new KeyRing(\"shop\", HmacKey.Generate()));")]
    [InlineData("services.AddSingleton(new RequestSigner(SchemeCatalog.TheOne, new KeyRing(\"shop\", HmacKey.Generate())));")]
    public Task A_signer_with_a_ring_of_its_own_or_for_one_request_stays_unsaid(string statement) => Rules.CheckAsync<KeptSignatureAnalyzer>(Members(statement));

    [Theory]
    [InlineData("foreach ((string name, string value) in other.Sign(request)) { {|HMAC011:client.DefaultRequestHeaders.Add(name, value)|}; }")]
    [InlineData("foreach (var header in other.Sign(request)) { {|HMAC011:client.DefaultRequestHeaders.TryAddWithoutValidation(header.Key, header.Value)|}; }")]
    [InlineData("SignedHeaders signed = other.Sign(request); {|HMAC011:client.DefaultRequestHeaders.Add(\"X-Signature\", signed[\"X-Signature\"])|};")]
    public Task A_signature_for_all_requests_is_seen(string statement) => Rules.CheckAsync<KeptSignatureAnalyzer>(Members(statement));

    [Theory]
    [InlineData("foreach ((string name, string value) in other.Sign(request)) { message.Headers.Add(name, value); }")]
    [InlineData("client.DefaultRequestHeaders.Add(\"User-Agent\", other.Scheme.Name);")]
    [InlineData("foreach (var header in new Dictionary<string, string>()) { client.DefaultRequestHeaders.Add(header.Key, header.Value); }")]
    public Task A_signature_of_one_request_stays_unsaid(string statement) => Rules.CheckAsync<KeptSignatureAnalyzer>(Members(statement));

    private static string Members(string statement) => $$"""
        RequestSigner _signer;

        async Task Run(IKeySource source, CachedKeySource cached, RequestSigner other, RawRequest request, HttpClient client, HttpRequestMessage message, IServiceCollection services)
        {
            await Task.Yield();
            {{statement}}
        }
        """;
}
