
namespace HmacKit.Testing.Tests.Hostile;

public class TemplateTests
{
    [Theory]
    [InlineData("{timestamp}.{body}", "<timestamp>", ".", "<body>")]
    [InlineData("v0:{body:sha256:hex}", "v0:", "<body:sha256:hex>")]
    [InlineData("{{{id}}}|{nonce}", "{", "<id>", "}|", "<nonce>")]
    [InlineData("a{{b}}c", "a{b}c")]
    [InlineData("")]
    public void A_template_is_fixed_text_and_placeholders(string template, params string[] pieces) =>
        Assert.Equal(pieces, Template.Pieces(template).Select(piece => piece.IsPlaceholder ? $"<{piece.Text}>" : piece.Text));

    /// <summary>What is filled in is what the engine's signer writes, to the letter.</summary>
    [Fact]
    public void A_header_is_filled_in_as_the_signer_writes_it() => Assert.All(PlainSchemes.All.Concat(OwnSchemes.All), scheme =>
    {
        var ring = new KeyRing(scheme.HasKeyId ? "key-1" : "", HmacKey.Generate(scheme.Algorithm));
        var origin = new PublicOrigin(new Uri("https://h"));
        var forge = new Forge(scheme, ring, origin, "/x", new HostileOptions());
        SignedRequest signed = forge.Sign();
        SignedHeaders expected = new RequestSigner(scheme, ring).Sign(
            signed.ToWire().AsReceived(origin, areJoined: false), new() { TimestampText = signed.Claim.Timestamp, Id = signed.Claim.Id, Nonce = signed.Claim.Nonce });
        Assert.All(expected, header => Assert.Equal(header.Value, signed.ToWire().Value(header.Key)));
    });
}
