namespace HmacKit.Tests.MessageSignatures;

/// <summary>Each component by the examples of RFC 9421 section 2, and what stands for nothing.</summary>
public class ComponentValueTests
{
    private const string Target = "/parameters?var=this%20is%20a%20big%0Amultiline%20value&bar=with+plus+whitespace&fa%C3%A7ade%22%3A%20=something&twice=1&twice=2&bare&star=*~";

    private static readonly RawRequest Request = new(
        "GET",
        Target,
        [
            KeyValuePair.Create("Host", "www.example.com"),
            KeyValuePair.Create("Example-Dict", "  a=1,    b=2;x=1;y=2,   c=(a   b   c), d"),
            KeyValuePair.Create("Example-Header", "  value, with, lots \t"),
            KeyValuePair.Create("X-Empty", ""),
            KeyValuePair.Create("X-Latin", "caf\u00e9"),
            KeyValuePair.Create("X-Wide", "\u20ac"),
            KeyValuePair.Create("X-Twice", "1"),
            KeyValuePair.Create("X-Twice", "2"),
            KeyValuePair.Create("X-List", "a ,  b"),
            KeyValuePair.Create("X-Item", "1.50;a"),
        ],
        default,
        new PublicOrigin(new Uri("https://www.example.com:443")));

    private static readonly Dictionary<string, StructuredShape> Shapes = new(StringComparer.Ordinal)
    {
        ["example-dict"] = StructuredShape.Dictionary,
        ["x-list"] = StructuredShape.List,
        ["x-item"] = StructuredShape.Item,
    };

    [Theory]
    [InlineData("@method", "GET")]
    [InlineData("@target-uri", "https://www.example.com" + Target)]
    [InlineData("@authority", "www.example.com")]
    [InlineData("@scheme", "https")]
    [InlineData("@request-target", Target)]
    [InlineData("@path", "/parameters")]
    [InlineData("@query-param;name=\"var\"", "this%20is%20a%20big%0Amultiline%20value")]
    [InlineData("@query-param;name=\"bar\"", "with%20plus%20whitespace")]
    [InlineData("@query-param;name=\"fa%C3%A7ade%22%3A%20\"", "something")]
    [InlineData("@query-param;name=\"bare\"", "")]
    [InlineData("@query-param;name=\"star\"", "*%7E")]
    [InlineData("example-dict", "a=1,    b=2;x=1;y=2,   c=(a   b   c), d")]
    [InlineData("example-dict;sf", "a=1, b=2;x=1;y=2, c=(a b c), d")]
    [InlineData("example-dict;key=\"a\"", "1")]
    [InlineData("example-dict;key=\"d\"", "?1")]
    [InlineData("example-dict;key=\"b\"", "2;x=1;y=2")]
    [InlineData("example-dict;key=\"c\"", "(a b c)")]
    [InlineData("example-header", "value, with, lots")]
    [InlineData("example-header;bs", ":dmFsdWUsIHdpdGgsIGxvdHM=:")]
    [InlineData("x-latin;bs", ":Y2Fm6Q==:")]
    [InlineData("x-empty", "")]
    [InlineData("x-list;sf", "a, b")]
    [InlineData("x-item;sf", "1.5;a")]
    [InlineData("x-twice", "1, 2")]
    [InlineData("x-twice;bs", ":MQ==:, :Mg==:")]
    public void A_component_stands_for_what_the_RFC_says(string component, string expected) =>
        Assert.Equal(expected, ComponentValue.Of(CoveredComponents.Parse(component)!.Single(), Request, Shapes));

    [Theory]
    [InlineData("@query-param")]
    [InlineData("@query-param;name=\"twice\"")]
    [InlineData("@query-param;name=\"missing\"")]
    [InlineData("@query-param;name=\"VAR\"")]
    [InlineData("@query-param;name=var")]
    [InlineData("@query-param;name=\"var\";sf")]
    [InlineData("@method;sf")]
    [InlineData("@status")]
    [InlineData("@method;req")]
    [InlineData("example-header;req")]
    [InlineData("example-header;tr")]
    [InlineData("example-header;sf")]
    [InlineData("example-header;unknown")]
    [InlineData("example-dict;sf;bs")]
    [InlineData("example-dict;key=\"z\"")]
    [InlineData("example-dict;key=a")]
    [InlineData("example-dict;sf=?0")]
    [InlineData("Example-Dict")]
    [InlineData("x-wide;bs")]
    [InlineData("x-missing")]
    [InlineData("x\u0020y;bs")]
    public void What_the_message_does_not_say_without_doubt_stands_for_nothing(string component) =>
        Assert.Null(CoveredComponents.Parse(component.Replace(' ', '\u00a0')) is [var item] ? ComponentValue.Of(item, Request, Shapes) : null);

    [Theory]
    [InlineData("/path?param=value&foo=bar", "?param=value&foo=bar")]
    [InlineData("/path?", "?")]
    [InlineData("/path", "?")]
    public void A_query_has_its_question_mark(string target, string expected) =>
        Assert.Equal(expected, ComponentValue.Of(CoveredComponents.Parse("@query")!.Single(), new RawRequest("GET", target, []), Shapes));

    [Fact]
    public void Without_an_origin_the_host_stands_for_the_authority_and_nothing_for_the_address()
    {
        var request = new RawRequest("GET", "/", [KeyValuePair.Create("Host", "WWW.Example.com")]);
        Assert.Equal("www.example.com", ComponentValue.Of(CoveredComponents.Parse("@authority")!.Single(), request, Shapes));
        Assert.Null(ComponentValue.Of(CoveredComponents.Parse("@target-uri")!.Single(), request, Shapes));
        Assert.Null(ComponentValue.Of(CoveredComponents.Parse("@scheme")!.Single(), request, Shapes));
    }
}
