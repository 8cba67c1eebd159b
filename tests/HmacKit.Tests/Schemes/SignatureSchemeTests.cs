namespace HmacKit.Tests.Schemes;

public class SignatureSchemeTests
{
    [Fact]
    public void A_definition_of_nothing_but_the_necessary_has_the_documented_defaults()
    {
        SignatureScheme scheme = SignatureScheme.Compile(new()
        {
            Name = "plain",
            Message = "{body}",
            Headers = { ["X-Signature"] = HeaderFormat.Text("{signature:hex}") },
        });
        Assert.Same(HmacAlgorithm.Sha256, scheme.Algorithm);
        Assert.Same(KeyFormat.Text, scheme.SecretFormat);
        Assert.Null(scheme.Freshness);
        Assert.Equal(ReplayRule.None, scheme.Replay);
        Assert.Null(scheme.AmbiguousBecause);
        Assert.Null(scheme.Documentation);
        Assert.False(scheme.HasKeyId);
        Assert.Equal("plain", scheme.ToString());
    }

    [Fact]
    public void A_scheme_does_not_change_when_its_definition_does()
    {
        var definition = new SchemeDefinition
        {
            Name = "frozen",
            Message = "{body}",
            Headers = { ["X-Signature"] = HeaderFormat.Text("{signature:hex}") },
        };
        SignatureScheme scheme = SignatureScheme.Compile(definition);
        definition.Name = "changed";
        definition.Message = "{method}";
        definition.Headers["X-Signature"] = HeaderFormat.Text("{signature:base64}");
        definition.Headers.Add("X-Key", HeaderFormat.Text("{keyid}"));
        definition.Algorithm = HmacAlgorithm.Sha512;

        Assert.Equal("frozen", scheme.Name);
        Assert.Equal("{body}", scheme.Message);
        SchemeCarrier header = Assert.Single(scheme.Headers);
        Assert.Equal("{signature:hex}", header.Format.Template);
        Assert.Same(HmacAlgorithm.Sha256, scheme.Algorithm);
    }

    [Theory]
    [InlineData("{method} {path}\n{query}", SignedParts.Method | SignedParts.Path | SignedParts.Query)]
    [InlineData("{target}", SignedParts.Path | SignedParts.Query)]
    [InlineData("{query:sorted-json}", SignedParts.Query)]
    [InlineData("{body}", SignedParts.Body)]
    [InlineData("{body:sha384:base64url}", SignedParts.Body)]
    [InlineData("{header:Host}", SignedParts.Headers)]
    [InlineData("{timestamp}.{id}.{nonce}.{keyid}", SignedParts.Time | SignedParts.Id | SignedParts.Nonce | SignedParts.KeyId)]
    public void What_the_signature_covers_follows_from_the_message(string message, SignedParts expected) =>
        Assert.Equal(expected, Messages.MessageOf.Scheme(message).Covers);

    [Fact]
    public void Header_names_differ_by_more_than_case()
    {
        var definition = new SchemeDefinition { Headers = { ["X-A"] = HeaderFormat.Text("{keyid}") } };
        Assert.Throws<ArgumentException>(() => definition.Headers.Add("x-a", HeaderFormat.Text("{id}")));
    }

    [Fact]
    public void A_format_says_what_it_is()
    {
        Assert.Equal("t={timestamp}", HeaderFormat.Fields("t={timestamp}").ToString());
        Assert.Equal("v1={signature:hex} (list, separated by ',')", HeaderFormat.List("v1={signature:hex}", ',').ToString());
    }

    [Fact]
    public void A_freshness_rule_of_one_window_reaches_equally_far_on_both_sides()
    {
        var rule = new FreshnessRule(TimestampFormat.Rfc3339, TimeSpan.FromSeconds(7));
        Assert.Equal(TimeSpan.FromSeconds(7), rule.MaxAge);
        Assert.Equal(TimeSpan.FromSeconds(7), rule.MaxSkew);
        Assert.Equal(TimestampFormat.Rfc3339, rule.Format);
    }
}
