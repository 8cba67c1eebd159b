using System.Text;

namespace HmacKit.Tests.Messages;

/// <summary>The parameters of a query or form as a part of the message, under each setting.</summary>
public class ParameterSetTests
{
    private const string Unsorted = "/?b=2&a=z&a=y&c&d=&e=1+2%2f%7E&A=1";

    public static TheoryData<string, string, string> Settings => new()
    {
        { "default", Unsorted, "A=1&a=y&a=z&b=2&c=&d=&e=1%202%2F~" },
        { "by name only", Unsorted, "A=1&a=z&a=y&b=2&c=&d=&e=1%202%2F~" },
        { "as sent", Unsorted, "b=2&a=z&a=y&c=&d=&e=1%202%2F~&A=1" },
        { "form", Unsorted, "A=1&a=y&a=z&b=2&c=&d=&e=1+2%2F~" },
        { "decoded", Unsorted, "A=1&a=y&a=z&b=2&c=&d=&e=1 2/~" },
        { "raw", Unsorted, "A=1&a=y&a=z&b=2&c=&d=&e=1+2%2f%7E" },
        { "plus", Unsorted, "A=1&a=y&a=z&b=2&c=&d=&e=1%2B2%2F~" },
        { "bare", Unsorted, "A=1&a=y&a=z&b=2&c&d=&e=1%202%2F~" },
        { "omits empty", Unsorted, "A=1&a=y&a=z&b=2&e=1%202%2F~" },
        { "joined", Unsorted, "A=1&a=y,z&b=2&c=&d=&e=1%202%2F~" },
        { "distinct", "/?a=1&a=1&a=2", "a=1&a=2" },
        { "lower", "/?B=1&a=2&AA=3", "a=2&aa=3&b=1" },
        { "except", Unsorted, "A=1&b=2&c=&d=&e=1%202%2F~" },
        { "except", "/?%61=1&b=2", "b=2" },
        { "only", Unsorted, "a=y&a=z&c=" },
        { "separators", "/?b=2&a=1", "a:1;b:2" },
        { "default", "/?&&a=1&", "a=1" },
        { "default", "/?", "" },
        { "default", "/", "" },
        { "default", "/?=1&b", "=1&b=" },
        { "default", "/?a=b=c", "a=b%3Dc" },
        { "default", "/?\u00fc=\u20ac", "%C3%BC=%E2%82%AC" },
        { "default", "/?a-=1&a=2", "a=2&a-=1" },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void Parameters_are_written_as_the_setting_says(string setting, string target, string expected)
    {
        Assert.Equal(expected, Query(setting, target));
        var form = new RawRequest("POST", "/", [], Encoding.UTF8.GetBytes(target[(target.IndexOf('?', StringComparison.Ordinal) + 1)..].TrimStart('/')));
        Assert.Equal(expected, MessageOf.Text(Scheme("{form:sorted}", setting), form));
    }

    [Theory]
    [InlineData("default", "/?a=%2")]
    [InlineData("default", "/?%zz=1")]
    [InlineData("decoded", "/?a=%2")]
    [InlineData("refused", "/?b=1&a=1&b=2")]
    [InlineData("refused", "/?b=1&%62=2")]
    public void What_has_no_one_spelling_is_refused(string setting, string target) => Assert.Null(Query(setting, target));

    [Fact]
    public void A_lone_surrogate_is_refused() => Assert.Null(Query("default", "/?a=\uD83D"));

    [Fact]
    public void A_name_that_is_refused_twice_may_be_there_once() => Assert.Equal("a=1&b=2", Query("refused", "/?b=2&a=1"));

    [Fact]
    public void Query_and_form_are_sorted_together()
    {
        var request = new RawRequest("POST", "/?b=2&d=4", [], "c=3&a=1"u8.ToArray());
        Assert.Equal("a=1&b=2&c=3&d=4", MessageOf.Text(Scheme("{parameters:sorted}", "default"), request));
        Assert.Equal("b=2&d=4", MessageOf.Text(Scheme("{query:sorted}", "default"), request));
        Assert.Equal("a=1&c=3", MessageOf.Text(Scheme("{form:sorted}", "default"), request));
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "a=1")]
    [InlineData("Application/X-WWW-Form-Urlencoded; charset=utf-8", "a=1")]
    [InlineData("application/json", null)]
    public void A_body_that_is_no_form_is_refused_or_left_out(string type, string? expected)
    {
        var request = new RawRequest("POST", "/?q=1", [new("Content-Type", type)], "a=1"u8.ToArray());
        Assert.Equal(expected, MessageOf.Text(Scheme("{form:sorted}", "default"), request));
        Assert.Equal(expected is null ? "q=1" : "a=1&q=1", MessageOf.Text(Scheme("{parameters:sorted}", "ignores bodies"), request));
        Assert.Equal("q=1", MessageOf.Text(Scheme("{parameters:sorted}", "default"), new RawRequest("POST", "/?q=1", [new("Content-Type", type)])));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1024)]
    public void Up_to_1024_parameters_of_any_length_are_sorted_and_more_are_refused(int count)
    {
        string[] pairs = [.. Enumerable.Range(0, count).Select(i => $"p{i:d4}=%20{new string('v', i % 50)}")];
        string shuffled = string.Join('&', Enumerable.Range(0, count).Select(i => pairs[(i * 7919) % count]));
        Assert.Equal(string.Join('&', pairs), Query("default", "/?" + shuffled));
        Assert.Equal(count < 1024, Query("default", $"/?{shuffled}&z=1") is not null);
    }

    [Fact]
    public void The_parameter_that_carries_the_signature_is_left_out_and_no_other()
    {
        SignatureScheme query = Carried("{query:sorted}", definition => definition.Query["sig"] = HeaderFormat.Text("{signature:hex}"));
        Assert.Equal("a=1&b=2", MessageOf.Text(query, MessageOf.Get("/?b=2&sig=00&a=1")));
        SignatureScheme form = Carried("{form:sorted}", definition => definition.Form["sig"] = HeaderFormat.Text("{signature:hex}"));
        Assert.Equal("a=1&b=2", MessageOf.Text(form, new RawRequest("POST", "/?sig=1", [], "b=2&sig=00&a=1"u8.ToArray())));
        Assert.Equal("sig=1", MessageOf.Text(Carried("{query:sorted}", definition => definition.Form["sig"] = HeaderFormat.Text("{signature:hex}")), MessageOf.Get("/?sig=1")));
    }

    private static SignatureScheme Carried(string message, Action<SchemeDefinition> carry)
    {
        var definition = new SchemeDefinition { Name = "test", Message = message };
        carry(definition);
        return SignatureScheme.Compile(definition);
    }

    private static string? Query(string setting, string target) => MessageOf.Text(Scheme("{query:sorted}", setting), MessageOf.Get(target));

    private static SignatureScheme Scheme(string message, string setting) => MessageOf.Scheme(message, "test", definition => definition.Parameters = setting switch
    {
        "by name only" => new() { Order = ParameterOrder.ByNameOnly },
        "as sent" => new() { Order = ParameterOrder.AsSent },
        "form" => new() { Encoding = ParameterEncoding.Form },
        "decoded" => new() { Encoding = ParameterEncoding.Decoded },
        "raw" => new() { Encoding = ParameterEncoding.AsSent },
        "plus" => new() { PlusIsBlank = false },
        "bare" => new() { KeepsBareNames = true },
        "omits empty" => new() { OmitsEmpty = true },
        "joined" => new() { Repeats = RepeatedParameters.JoinedByComma },
        "distinct" => new() { Repeats = RepeatedParameters.Distinct },
        "refused" => new() { Repeats = RepeatedParameters.Refused },
        "lower" => new() { NamesInLowerCase = true },
        "except" => new() { Except = ["a", "x"] },
        "only" => new() { Only = ["a", "c"] },
        "separators" => new() { Pair = ":", Joiner = ";" },
        "ignores bodies" => new() { IgnoresOtherBodies = true },
        _ => new(),
    });
}
