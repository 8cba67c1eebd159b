namespace HmacKit.Tests.Schemes;

/// <summary>Parameters that nothing separates, or that may hold what does, make a layout ambiguous.</summary>
public class AmbiguousParametersTests
{
    [Theory]
    [InlineData("=", "", ParameterEncoding.Percent)]
    [InlineData("", "&", ParameterEncoding.Percent)]
    [InlineData("", "", ParameterEncoding.Percent)]
    [InlineData("=", "&", ParameterEncoding.Decoded)]
    [InlineData("=", "\n", ParameterEncoding.AsSent)]
    public void Parameters_without_separators_are_ambiguous(string pair, string joiner, ParameterEncoding encoding) =>
        Assert.Throws<SchemeDefinitionException>(() => SignatureScheme.Compile(Definition(d =>
        {
            d.Message = "{timestamp}\n{form:sorted}";
            d.Parameters = new() { Pair = pair, Joiner = joiner, Encoding = encoding };
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
