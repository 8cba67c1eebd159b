namespace HmacKit.Tests.Schemes;

/// <summary>What counts as signed is what the message holds, and nothing that only looks like it.</summary>
public class SignedPlacesTests
{
    [Fact]
    public void A_header_whose_name_begins_so_isnt_it() =>
        Assert.Throws<SchemeDefinitionException>(() => SignatureScheme.Compile(Definition(d => d.Message = "{header:X-Time-Zone}\n{body}")));

    [Fact]
    public void A_part_that_the_message_lacks_signs_nothing() =>
        Assert.Throws<SchemeDefinitionException>(() => SignatureScheme.Compile(Definition(d =>
        {
            d.Message = "{body}";
            d.Parts["unused"] = "{header:X-Time}";
        })));

    [Fact]
    public void A_list_that_the_message_lacks_signs_nothing() =>
        Assert.Throws<SchemeDefinitionException>(() => SignatureScheme.Compile(Definition(d =>
        {
            d.Message = "{body}";
            d.SignedHeaderSet = new() { AtLeast = ["x-time"] };
        })));

    [Fact]
    public void An_end_that_may_lie_behind_the_window_has_no_claim() =>
        Assert.Throws<SchemeDefinitionException>(() => SignatureScheme.Compile(Definition(d =>
        {
            d.Message = "{timestamp}.{expires}.{nonce}.{body}";
            d.Headers["X-Expires"] = HeaderFormat.Text("{expires}");
            d.Headers["X-Nonce"] = HeaderFormat.Text("{nonce}");
            d.Expiry = ExpiryRule.AfterSigning(TimeSpan.FromHours(1));
            d.Replay = ReplayRule.ByNonce;
        })));

    private static SchemeDefinition Definition(Action<SchemeDefinition> change)
    {
        var definition = new SchemeDefinition
        {
            Name = "acme",
            Message = "{timestamp}.{body}",
            Headers = { ["X-Time"] = HeaderFormat.Text("{timestamp}"), ["X-Signature"] = HeaderFormat.Text("{signature:hex}") },
            Freshness = new(TimestampFormat.UnixSeconds, TimeSpan.FromMinutes(5)),
        };
        change(definition);
        return definition;
    }
}
