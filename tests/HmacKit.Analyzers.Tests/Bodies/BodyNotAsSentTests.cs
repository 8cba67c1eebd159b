using HmacKit.Analyzers.Tests.Fixtures;

namespace HmacKit.Analyzers.Tests.Bodies;

public class BodyNotAsSentTests
{
    [Fact]
    public Task A_body_that_a_binder_has_parsed_is_seen() => Rules.CheckAsync<BodyNotAsSentAnalyzer>("""
        async Task<bool> Action([FromBody] Order order, HttpContext context, RequestVerifier verifier) => (await {|HMAC007:verifier.VerifyAsync(Request(context))|}).IsValid;

        void Map(WebApplication app, RequestVerifier verifier) => app.MapPost("/hooks", async ([FromForm] Order order, HttpContext context) =>
        {
            VerificationResult result = await {|HMAC007:verifier.VerifyAsync(Request(context))|};
            return result.IsValid;
        });

        static RawRequest Request(HttpContext context) => new("POST", "/hooks", []);

        class Order { }
        """);

    [Fact]
    public Task A_body_that_was_written_anew_is_seen() => Rules.CheckAsync<BodyNotAsSentAnalyzer>("""
        async Task<bool> Direct(object parsed, RequestVerifier verifier) =>
            (await {|HMAC007:verifier.VerifyAsync(new RawRequest("POST", "/hooks", [], JsonSerializer.SerializeToUtf8Bytes(parsed)))|}).IsValid;

        bool Text(object parsed, KeyRing ring)
        {
            byte[] body = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(parsed));
            var request = new RawRequest("POST", "/hooks", [], body);
            return {|HMAC007:SchemeCatalog.Stripe.Verify(request, ring, DateTimeOffset.UnixEpoch)|}.IsValid;
        }
        """);

    [Fact]
    public Task The_raw_body_and_signing_stay_unsaid() => Rules.CheckAsync<BodyNotAsSentAnalyzer>("""
        async Task<bool> Raw(HttpContext context, RequestVerifier verifier)
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            return (await verifier.VerifyAsync(new RawRequest("POST", "/hooks", [], body.ToArray()))).IsValid;
        }

        SignedHeaders Signing([FromBody] object order, RequestSigner signer) => signer.Sign(new RawRequest("POST", "/orders", [], JsonSerializer.SerializeToUtf8Bytes(order)));

        async Task<bool> FromQuery([FromQuery] string id, RequestVerifier verifier, RawRequest request) => (await verifier.VerifyAsync(request)).IsValid;

        async Task<bool> Stream([FromBody] Stream body, RequestVerifier verifier, RawRequest request) => (await verifier.VerifyAsync(request)).IsValid;

        void Map(WebApplication app) => app.MapPost("/orders", ([FromBody] object order) => "…").RequireSignature("theone");
        """);
}
